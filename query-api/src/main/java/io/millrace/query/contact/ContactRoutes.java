package io.millrace.query.contact;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;
import java.util.stream.Stream;

/** The routes of contacts. */
public final class ContactRoutes {

    private static final String TAG = "contacts";
    private static final String ALL = "/v1/contacts";
    private static final String ONE = ALL + "/{" + ContactReads.ID + "}";
    private static final String CSV = "text/csv";
    private static final String NAMES = "A contact is named by its id, else by its external id or its anonymous id;"
            + " external:… and anonymous:… leave no doubt.";
    private static final String WAITS = " The answer shows the change; if that takes longer than 5 seconds it is 202"
            + " with pending. With an Idempotency-Key header a request sent again within 24 hours changes nothing more.";
    private static final String PENDING = "The change is stored and will take effect.";
    private static final String CONFLICT = "The Idempotency-Key was used with another body, or the change was refused.";
    private static final RouteDoc.Parameter FORMAT = text("format", "json (the default) or csv");
    private static final RouteDoc.Parameter LIMIT = whole("limit", "Rows per page, 25 unless told, up to 100");
    private static final RouteDoc.Parameter CURSOR = text("cursor", "next_cursor of the page before");

    private ContactRoutes() {}

    /** What answers each route. */
    public record Handlers(
            RouteHandler list,
            RouteHandler create,
            RouteHandler show,
            RouteHandler update,
            RouteHandler delete,
            RouteHandler merge,
            RouteHandler events,
            RouteHandler segments,
            RouteHandler export,
            RouteHandler startImport,
            RouteHandler showImport,
            RouteHandler listImportErrors) {}

    public static List<Route> all(Handlers handlers) {
        return Stream.concat(contacts(handlers).stream(), files(handlers).stream())
                .toList();
    }

    private static List<Route> files(Handlers handlers) {
        Dialect dialect = Dialect.GROWTHOS;
        Guard reads = Guard.scope(Scope.CONTACTS_READ);
        return List.of(
                Route.get(
                        ONE + "/export",
                        dialect,
                        reads,
                        handlers.export(),
                        RouteDoc.of("exportContact", TAG, "Everything that is known of one contact")
                                .describedAs(NAMES)
                                .answering(200, "ContactExport", ContactExamples.EXPORT)
                                .failing(422, "There is more than one answer can hold.")),
                Route.post(
                                ALL + "/import",
                                dialect,
                                Guard.scope(Scope.CONTACTS_WRITE),
                                handlers.startImport(),
                                RouteDoc.of("importContacts", TAG, "Create and change the contacts of a file")
                                        .describedAs("CSV with a header, or one JSON object a line, each as a request"
                                                + " to create a contact. When the file has been read, all its rows are"
                                                + " stored and take effect soon. Sent again with the same"
                                                + " Idempotency-Key, it goes on where it broke off.")
                                        .with(text("format", "csv or ndjson, unless the Content-Type says it"))
                                        .answering(202, "ContactImport", ContactExamples.IMPORT)
                                        .failing(409, "This import is being read.")
                                        .failing(429, "Too many files are being read."))
                        .takingUploads(),
                Route.get(
                        ALL + "/imports/{" + ImportHandlers.IMPORT + "}",
                        dialect,
                        reads,
                        handlers.showImport(),
                        RouteDoc.of("readContactImport", TAG, "How far an import is")
                                .answering(200, "ContactImport", ContactExamples.IMPORT)),
                Route.get(
                        ALL + "/imports/{" + ImportHandlers.IMPORT + "}/errors",
                        dialect,
                        reads,
                        handlers.listImportErrors(),
                        RouteDoc.of("listContactImportErrors", TAG, "Rows of an import that could not be used")
                                .with(LIMIT, CURSOR, FORMAT)
                                .answering(200, "ContactImportErrorPage", ContactExamples.IMPORT_ERRORS)
                                .alsoAs(CSV)));
    }

    private static List<Route> contacts(Handlers handlers) {
        Dialect dialect = Dialect.GROWTHOS;
        Guard reads = Guard.scope(Scope.CONTACTS_READ);
        Guard writes = Guard.scope(Scope.CONTACTS_WRITE);
        return List.of(
                Route.get(
                        ALL,
                        dialect,
                        reads,
                        handlers.list(),
                        RouteDoc.of("listContacts", TAG, "Contacts, in the order of their ids")
                                .with(
                                        text("segment_id", "Only contacts in this segment"),
                                        text("tag", "Only contacts with this tag"),
                                        text("created_after", "A date or time, UTC unless it has an offset"),
                                        text("created_before", "As created_after"),
                                        text("known", "true leaves anonymous contacts out, false shows them alone"),
                                        text("email", "Only contacts with this address, letter for letter"),
                                        text("external_id", "Only the contact with this external id"),
                                        LIMIT,
                                        CURSOR,
                                        FORMAT)
                                .answering(200, "ContactPage", ContactExamples.PAGE)
                                .alsoAs(CSV)),
                Route.post(
                        ALL,
                        dialect,
                        writes,
                        handlers.create(),
                        RouteDoc.of("createContact", TAG, "Create a contact, or change the one that has the id")
                                .describedAs("The external id names the contact, else the anonymous id, else the"
                                        + " address." + WAITS)
                                .taking("NewContact", ContactExamples.NEW)
                                .answering(201, "Contact", ContactExamples.CONTACT)
                                .orWith(200, "The contact was there already and is changed.")
                                .failing(409, CONFLICT)
                                .orWith(202, PENDING)),
                Route.get(
                        ONE,
                        dialect,
                        reads,
                        handlers.show(),
                        RouteDoc.of("readContact", TAG, "A contact's whole profile")
                                .describedAs(NAMES)
                                .answering(200, "Contact", ContactExamples.CONTACT)),
                Route.patch(
                        ONE,
                        dialect,
                        writes,
                        handlers.update(),
                        RouteDoc.of("updateContact", TAG, "Change what the body names and keep the rest")
                                .describedAs("Traits and scores are merged by name and null removes; tags replace the"
                                        + " list." + WAITS)
                                .taking("ContactChange", ContactExamples.CHANGE)
                                .answering(200, "Contact", ContactExamples.CONTACT)
                                .orWith(202, PENDING)
                                .failing(409, CONFLICT)),
                Route.delete(
                        ONE,
                        dialect,
                        writes,
                        handlers.delete(),
                        RouteDoc.of("deleteContact", TAG, "Delete a contact")
                                .describedAs(
                                        "It leaves all segments. Its later events begin a new contact. Its stored rows are"
                                                + " removed thirty days later, or at once with purge=now." + WAITS)
                                .with(text("purge", "now: its stored rows are removed at once"))
                                .answering(200, "DeletedContact", ContactExamples.DELETED)
                                .orWith(202, PENDING)
                                .failing(409, CONFLICT)),
                Route.post(
                        ONE + "/merge",
                        dialect,
                        writes,
                        handlers.merge(),
                        RouteDoc.of("mergeContacts", TAG, "Merge another contact into this one")
                                .describedAs("The source's events, memberships and ids become the target's; its own id"
                                        + " stays an alias." + WAITS)
                                .taking("ContactMerge", ContactExamples.MERGE)
                                .answering(200, "MergedContact", ContactExamples.MERGED)
                                .orWith(202, PENDING)
                                .failing(409, CONFLICT)),
                Route.get(
                        ONE + "/events",
                        dialect,
                        reads,
                        handlers.events(),
                        RouteDoc.of("listContactEvents", TAG, "A contact's events, newest first")
                                .describedAs("Those before it was known and those of merged contacts included.")
                                .with(LIMIT, CURSOR, FORMAT)
                                .answering(200, "EventPage", ContactExamples.EVENTS)
                                .alsoAs(CSV)),
                Route.get(
                        ONE + "/segments",
                        dialect,
                        reads,
                        handlers.segments(),
                        RouteDoc.of("listContactSegments", TAG, "The segments in which a contact is now")
                                .with(LIMIT, CURSOR, FORMAT)
                                .answering(200, "MembershipPage", ContactExamples.SEGMENTS)
                                .alsoAs(CSV)));
    }
}
