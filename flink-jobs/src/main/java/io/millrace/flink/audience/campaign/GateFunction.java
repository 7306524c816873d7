package io.millrace.flink.audience.campaign;

import io.millrace.core.campaign.engine.CampaignGate;
import io.millrace.core.campaign.engine.GateLimits;
import io.millrace.core.campaign.engine.SlotRequest;
import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.audience.contact.Move;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The gates of campaigns, by workspace and campaign: {@link CampaignGate} in the engine's time. Slots are granted at their
 * instants once the watermark has passed these, so that whoever waits since then stands in the queue; a campaign that is
 * not active grants none, and one that is over forgets who waited. Grants are records for topic {@code contact-moves}.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open first
final class GateFunction extends KeyedProcessFunction<Tuple2<String, String>, GateNote, Outgoing> {

    private static final long serialVersionUID = 1L;
    private static final long NEVER = Long.MAX_VALUE;

    private transient ValueState<byte[]> heads;
    private transient MapState<Long, byte[]> chunks;
    private transient MapState<String, byte[]> byRun;
    private transient Map<Tuple2<String, String>, Gate> gates;
    private transient volatile long granted;
    private transient volatile long waiting;

    /** A gate as it is in memory; the rest is read again after a restart. */
    private static final class Gate {
        final GateHead head;
        final GateQueue queue;
        long timer = NEVER;

        /** Whether the head is other than its stored bytes. */
        boolean changed;

        Gate(GateHead head, GateQueue queue) {
            this.head = head;
            this.queue = queue;
        }

        boolean isNeeded() {
            return head.isNeeded() || queue.size() > 0;
        }
    }

    @Override
    public void open(OpenContext context) {
        gates = new HashMap<>();
        heads = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("gate", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        chunks = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "queue", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        byRun = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "by-run", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("gates");
        group.gauge("granted", (Gauge<Long>) () -> granted);
        group.gauge("waiting", (Gauge<Long>) () -> waiting);
    }

    @Override
    public void processElement(GateNote note, Context context, Collector<Outgoing> grants) throws Exception {
        Gate gate = gate(context.getCurrentKey());
        int before = gate.queue.size();
        if (note instanceof GateNote.Request request) {
            SlotRequest asked =
                    new SlotRequest(request.dueAt(), request.contact().id(), request.run());
            gate.queue.add(new GateQueue.Waiting(asked, request.contact().kind()));
        } else if (note instanceof GateNote.Withdrawal withdrawal) {
            gate.queue.remove(withdrawal.run());
        } else if (note instanceof GateNote.Unused unused) {
            CampaignGate.giveBack(gate.head.counters(), unused.grantedAt());
            gate.changed = true;
        } else if (note instanceof GateNote.InForce inForce && (gate.isNeeded() || inForce.isLimited())) {
            gate.changed |= gate.head.learn(inForce);
        }
        count(gate.queue.size() - before);
        // What comes late is granted a slot now, and not at an instant of which all has been told.
        schedule(gate, context.timerService().currentWatermark() + 1, context);
        put(gate, context.getCurrentKey());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Outgoing> grants) throws Exception {
        Gate gate = gate(context.getCurrentKey());
        if (timestamp == gate.timer) {
            gate.timer = NEVER;
        }
        long now = Math.max(timestamp, gate.head.millis());
        gate.head.passed(now);
        gate.head.advance(now);
        int before = gate.queue.size();
        GateNote.InForce inForce = gate.head.inForce();
        if (gate.head.isOver()) {
            gate.queue.clear();
            gate.head.forget();
        } else if (inForce != null && gate.head.grants()) {
            grant(gate, inForce, now, grants);
        }
        gate.changed = true;
        count(gate.queue.size() - before);
        schedule(gate, now, context);
        put(gate, context.getCurrentKey());
    }

    private void grant(Gate gate, GateNote.InForce inForce, long now, Collector<Outgoing> grants) throws Exception {
        GateQueue.Waiting first = gate.queue.first();
        while (first != null
                && first.request().dueAt() <= now
                && CampaignGate.free(gate.head.counters(), inForce.limits(), now) <= now) {
            CampaignGate.take(gate.head.counters(), inForce.limits(), now);
            String run = first.request().run();
            gate.queue.remove(run);
            grants.collect(
                    new Move.Granted(inForce.workspace(), first.person(), inForce.campaign(), run, now).outgoing());
            first = gate.queue.first();
            countGrant();
        }
    }

    /** The gate acts at its next instant, and not before the one given. */
    private static void schedule(Gate gate, long earliest, Context context) throws Exception {
        long next = Math.min(gate.head.nextChange(), nextSlot(gate));
        long at = next == NEVER ? NEVER : Math.max(next, earliest);
        if (at < gate.timer) {
            if (gate.timer != NEVER) {
                context.timerService().deleteEventTimeTimer(gate.timer);
            }
            context.timerService().registerEventTimeTimer(at);
            gate.timer = at;
        }
    }

    private static long nextSlot(Gate gate) throws Exception {
        GateNote.InForce inForce = gate.head.inForce();
        if (inForce == null || !gate.head.grants() || gate.queue.size() == 0) {
            return NEVER;
        }
        GateQueue.Waiting first = gate.queue.first();
        GateLimits limits = inForce.limits();
        long due = first == null ? NEVER : Math.max(first.request().dueAt(), gate.head.millis());
        return due == NEVER ? NEVER : CampaignGate.free(gate.head.counters(), limits, due);
    }

    private Gate gate(Tuple2<String, String> key) throws Exception {
        Gate known = gates.get(key);
        if (known == null) {
            byte[] head = heads.value();
            known = new Gate(head == null ? new GateHead() : GateHead.read(head), new GateQueue(chunks, byRun));
            gates.put(key, known);
            count(known.queue.size());
        }
        return known;
    }

    private void put(Gate gate, Tuple2<String, String> key) throws Exception {
        gate.queue.flush();
        if (!gate.isNeeded()) {
            heads.clear();
            gates.remove(key);
        } else if (gate.changed) {
            heads.update(gate.head.write());
            gate.changed = false;
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // One thread writes.
    private void count(int more) {
        waiting += more;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private void countGrant() {
        granted++;
    }
}
