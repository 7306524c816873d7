package io.millrace.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The Tenant API's manner: what an answer is wrapped in, how lists are cut, and how a workspace is named. */
public final class TenantEnvelope {

    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 100;

    private TenantEnvelope() {}

    public static Reply reply(int status, JsonNode data) {
        return Reply.json(status, success().set("data", data));
    }

    private static ObjectNode success() {
        return JsonNodeFactory.instance.objectNode().put("success", true);
    }

    /** Which part of a list is asked for. */
    public record Slice(int limit, int offset) {

        /** @param all in order, filtered */
        public <T> Reply reply(List<T> all, Function<T, ObjectNode> json) {
            int from = Math.min(offset, all.size());
            int to = (int) Math.min((long) from + limit, all.size());
            ObjectNode body = success();
            ArrayNode data = body.putArray("data");
            all.subList(from, to).forEach(one -> data.add(json.apply(one)));
            body.putObject("pagination")
                    .put("total", all.size())
                    .put("limit", limit)
                    .put("offset", offset)
                    .put("has_more", to < all.size());
            return Reply.json(200, body);
        }
    }

    public static Slice slice(Call call, Faults faults) {
        return new Slice(
                call.wholeParameter("limit", LIMIT_DEFAULT, 1, LIMIT_MAX, faults),
                call.wholeParameter("offset", 0, 0, Integer.MAX_VALUE, faults));
    }

    /** The slug of the key's workspace stands in the parameters; another one's ends the request with 404. */
    public static void requireWorkspace(Call call, Faults faults) {
        Optional<String> slug = call.parameter("workspace");
        if (slug.isEmpty()) {
            faults.required("workspace", "the slug of the workspace is needed");
        } else {
            requireOwn(call, slug.get());
        }
    }

    /** The slug of the key's workspace stands in the body; another one's ends the request with 404. */
    public static void requireWorkspace(Call call, ObjectReader body) {
        body.requiredText("workspace_slug", "the slug of the workspace").ifPresent(slug -> requireOwn(call, slug));
    }

    private static void requireOwn(Call call, String slug) {
        if (!call.ownWorkspace().slug().equals(slug)) {
            throw Problem.notFound("Workspace").exception();
        }
    }
}
