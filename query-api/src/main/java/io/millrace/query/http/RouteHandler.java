package io.millrace.query.http;

/** Answers the calls of one route. Called by many threads at once. */
@FunctionalInterface
public interface RouteHandler {

    Reply answer(Call call);
}
