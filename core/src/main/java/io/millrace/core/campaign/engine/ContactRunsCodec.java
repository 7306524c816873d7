package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.StateJson;
import io.millrace.core.audience.StateReader;
import io.millrace.core.audience.StateWriter;

/**
 * The bytes of {@link ContactRuns}. They begin with a format version; readers accept all older ones. Equal states give equal
 * bytes. Thread-safe.
 *
 * <p>Format 1: version, epoch, the next serial, suppression, times of sends (each less the one before), and campaigns: id,
 * last entry, keys, causes with their instants, runs in progress, ended runs. A run: id, version, serial, flags (1 held out,
 * 2 converted, 4 has a key, 8 has properties, 16 waits for a rule, 32 takes a named way), entry, key and properties as JSON
 * text, node, what it does there, until and wake (less the entry, plus one; 0 for never), the way, times of its messages,
 * visits of nodes on circles.
 */
public final class ContactRunsCodec {

    private static final int VERSION = 1;

    private static final int HELD_OUT = 1;
    private static final int CONVERTED = 2;
    private static final int KEYED = 4;
    private static final int STARTED = 8;
    private static final int FOR_RULE = 16;
    private static final int WAY = 32;

    private ContactRunsCodec() {}

    public static byte[] encode(ContactRuns runs) {
        StateWriter out = new StateWriter(256);
        out.one(VERSION).signed(runs.epoch).unsigned(runs.serials).one(runs.suppression.ordinal());
        writeTimes(runs.sent.toArray(), out);
        out.unsigned(runs.pasts.size());
        runs.pasts.forEach((campaign, past) -> {
            out.text(campaign).flag(past.everEntered());
            if (past.everEntered()) {
                out.signed(past.lastEntry);
            }
            out.unsigned(past.keys.size());
            past.keys.forEach(out::eight);
            out.unsigned(past.causes.size());
            past.causes.forEach((hash, at) -> out.eight(hash).signed(at));
            out.unsigned(past.runs.size());
            past.runs.values().forEach(run -> writeRun(run, runs.waitsForRule(run), out));
            out.unsigned(past.ended.size());
            past.ended.forEach(run -> writeRun(run, false, out));
        });
        return out.toByteArray();
    }

    private static void writeTimes(long[] times, StateWriter out) {
        out.unsigned(times.length);
        long before = 0;
        for (long time : times) {
            out.signed(time - before);
            before = time;
        }
    }

    private static void writeRun(Run run, boolean forRule, StateWriter out) {
        boolean started = run.started != Started.BY_NOTHING;
        out.text(run.id)
                .unsigned(run.version)
                .unsigned(run.serial)
                .one((run.heldOut ? HELD_OUT : 0)
                        | (run.converted ? CONVERTED : 0)
                        | (run.key != null ? KEYED : 0)
                        | (started ? STARTED : 0)
                        | (forRule ? FOR_RULE : 0)
                        | (run.way != null ? WAY : 0))
                .signed(run.enteredAt);
        if (run.key != null) {
            out.text(run.key.toString());
        }
        if (started) {
            out.text(run.started.text());
        }
        out.text(run.node).one(run.stay.ordinal());
        writeInstant(run.until, run, out);
        writeInstant(run.wake, run, out);
        if (run.way != null) {
            out.text(run.way);
        }
        writeTimes(run.messages, out);
        out.unsigned(run.visits.size());
        run.visits.forEach((node, visits) -> out.text(node).unsigned(visits));
    }

    private static void writeInstant(long instant, Run run, StateWriter out) {
        out.unsigned(instant == Run.NEVER ? 0 : instant - run.enteredAt + 1);
    }

    /** Fails if the bytes are none that this version or an older one wrote. */
    public static ContactRuns decode(byte[] bytes) {
        StateReader in = new StateReader(bytes, 0);
        int version = in.one();
        if (version != VERSION) {
            throw new IllegalArgumentException("runs of format " + version + ", this version reads " + VERSION);
        }
        ContactRuns runs = ContactRuns.none();
        runs.epoch = in.signed();
        runs.serials = in.unsigned();
        runs.suppression = ContactRuns.Suppression.values()[in.one()];
        for (long time : readTimes(in)) {
            runs.sent.add(time);
        }
        for (int left = in.size(); left > 0; left--) {
            String campaign = in.text();
            readPast(campaign, runs, in);
        }
        runs.read();
        return runs;
    }

    private static void readPast(String campaign, ContactRuns runs, StateReader in) {
        CampaignPast past = runs.past(campaign);
        if (in.flag()) {
            past.lastEntry = in.signed();
        }
        for (int left = in.size(); left > 0; left--) {
            past.keys.add(in.eight());
        }
        for (int left = in.size(); left > 0; left--) {
            long hash = in.eight();
            past.causes.put(hash, in.signed());
        }
        for (int left = in.size(); left > 0; left--) {
            Read read = readRun(campaign, in);
            past.runs.put(read.run().id, read.run());
            runs.place(read.run(), read.forRule());
        }
        for (int left = in.size(); left > 0; left--) {
            past.ended.add(readRun(campaign, in).run());
        }
    }

    private record Read(Run run, boolean forRule) {}

    private static Read readRun(String campaign, StateReader in) {
        String id = in.text();
        long version = in.unsigned();
        long serial = in.unsigned();
        int flags = in.one();
        long enteredAt = in.signed();
        JsonNode key = (flags & KEYED) != 0 ? StateJson.read(in.text()) : null;
        Started started = (flags & STARTED) != 0 ? Started.read(in.text()) : Started.BY_NOTHING;
        Run run = new Run(id, campaign, version, serial, enteredAt, (flags & HELD_OUT) != 0, key, started, in.text());
        run.converted = (flags & CONVERTED) != 0;
        run.stay = Run.Stay.values()[in.one()];
        run.until = readInstant(run, in);
        run.wake = readInstant(run, in);
        run.way = (flags & WAY) != 0 ? in.text() : null;
        run.messages = readTimes(in);
        for (int left = in.size(); left > 0; left--) {
            String node = in.text();
            run.visits.put(node, Math.toIntExact(in.unsigned()));
        }
        return new Read(run, (flags & FOR_RULE) != 0);
    }

    private static long[] readTimes(StateReader in) {
        long[] times = new long[in.size()];
        long before = 0;
        for (int i = 0; i < times.length; i++) {
            before += in.signed();
            times[i] = before;
        }
        return times;
    }

    private static long readInstant(Run run, StateReader in) {
        long written = in.unsigned();
        return written == 0 ? Run.NEVER : run.enteredAt + written - 1;
    }
}
