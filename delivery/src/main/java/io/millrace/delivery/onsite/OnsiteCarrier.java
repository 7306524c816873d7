package io.millrace.delivery.onsite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.Parcel;
import io.millrace.delivery.channel.Receipt;
import io.millrace.delivery.link.Token;
import io.millrace.delivery.link.Tokens;
import io.millrace.streams.record.SendRecord;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Stores a message in ClickHouse, under its send's id: stored again, it is the same row. It is delivered when it is fetched. */
public final class OnsiteCarrier implements Carrier {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClickHouseClient client;
    private final Tokens tokens;

    /** @param client is not closed with this */
    public OnsiteCarrier(ClickHouseClient client, Tokens tokens) {
        this.client = client;
        this.tokens = tokens;
    }

    @Override
    public String target(SendRecord send) {
        return "onsite";
    }

    @Override
    public Receipt carry(Parcel parcel) throws CarrierException {
        SendRecord send = parcel.send();
        ObjectNode row = JSON.createObjectNode()
                .put("workspace", send.workspace())
                .put("contact", send.recipient().contact().number().toString())
                .put("send_id", send.sendId())
                .put("campaign_id", send.origin().campaign())
                .put("subject", parcel.subject())
                .put("html", parcel.html().orElse(""))
                .put("text", parcel.text())
                .put("opened", tokens.write(opened(send)))
                .put("at_ms", send.grantedAt().toEpochMilli());
        byte[] body = row.toString().getBytes(StandardCharsets.UTF_8);
        try {
            client.insert(
                    "onsite_messages",
                    "JSONEachRow",
                    new ByteArrayInputStream(body),
                    "onsite/" + send.workspace() + "/" + send.sendId());
        } catch (ClickHouseException e) {
            throw CarrierException.down("unreachable", "ClickHouse did not store the message: " + e.getMessage());
        }
        return new Receipt(false, "");
    }

    private static Token opened(SendRecord send) {
        return new Token(
                Token.Use.OPEN,
                send.workspace(),
                send.sendId(),
                send.origin().campaign(),
                send.origin().node(),
                send.message().channel(),
                Optional.ofNullable(send.message().template()),
                send.recipient().person(),
                Optional.empty(),
                "");
    }
}
