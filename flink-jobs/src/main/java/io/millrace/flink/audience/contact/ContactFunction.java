package io.millrace.flink.audience.contact;

import io.millrace.core.campaign.engine.CampaignBook;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import io.millrace.flink.audience.DefinitionArrival;
import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.audience.Routed;
import io.millrace.flink.sink.EncodedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The contact stage: what each contact is told, under its key, and definitions, in full at every task. Both wait until the
 * engine's time, the watermark over append times, has passed them; then definitions come into force and contacts are
 * judged, each instant once, so that a replay decides the same. No event is judged before the definitions that stood at
 * its arrival are known, since the watermark is that of both inputs. A contact has one timer, for its next change.
 *
 * <p>Rows leave as main output, records for Kafka at {@link #RECORDS}; both belong to the checkpoint of what made them.
 */
@SuppressWarnings("NullAway.Init") // Flink initialises operators in initializeState
public final class ContactFunction extends AbstractStreamOperator<EncodedRow>
        implements TwoInputStreamOperator<Routed, DefinitionArrival, EncodedRow>,
                Triggerable<Tuple2<Long, Long>, VoidNamespace> {

    /** Transitions and moves, for their topics. */
    public static final OutputTag<Outgoing> RECORDS = new OutputTag<>("records", Types.POJO(Outgoing.class));

    /** What the gates of campaigns are told. */
    public static final OutputTag<GateNote> GATE = new OutputTag<>("gate", GateNote.TYPE);

    private static final long serialVersionUID = 1L;
    private static final String TIMERS = "wake";
    private static final String RULES = "rules";

    /** A walk takes half of a task's time at most, in slices that hold nothing up. */
    private static final long WALK_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long WALK_PAUSE_MILLIS = 5;

    /** After a start too: what was said before it may have been lost with its checkpoint. */
    private static final long NONE_JUDGED = -1;

    private final CampaignEffects.Factory campaigns;
    private transient RuleHistory rules;
    private transient DefinitionFeed definitions;
    private transient ListState<byte[]> rulesState;
    private transient ContactStore store;
    private transient PendingStore pending;
    private transient OrderBuffer buffer;
    private transient ContactJudge judge;
    private transient Walk walk;
    private transient StageCounters counters;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient StreamRecord<EncodedRow> row;
    private transient StreamRecord<Outgoing> record;
    private transient StreamRecord<GateNote> note;
    private transient long engineMillis;
    private transient boolean walkScheduled;
    private transient ContactRows rows;
    private transient long judgedVersion;

    ContactFunction(CampaignEffects.Factory campaigns) {
        this.campaigns = campaigns;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        counters = new StageCounters();
        row = new StreamRecord<>(null);
        record = new StreamRecord<>(null);
        note = new StreamRecord<>(null);
        engineMillis = Long.MIN_VALUE;
        rows = new ContactRows();
        judgedVersion = NONE_JUDGED;
        rulesState = context.getOperatorStateStore()
                .getUnionListState(
                        new ListStateDescriptor<>(RULES, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        RuleParser parser = new RuleParser(RuleLimits.DEFAULT);
        RulesCodec.Kept kept = kept(parser);
        kept.base().unreadable().forEach(left -> counters.damaged(left, "rules in the checkpoint"));
        rules = new RuleHistory(kept.base(), kept.since(), parser);
        KeyedStateBackend<Tuple2<Long, Long>> backend = getKeyedStateBackend();
        store = new ContactStore(backend, context.getKeyedStateStore(), counters);
        pending = new PendingStore(backend, context.getKeyedStateStore());
        buffer = new OrderBuffer();
        Effects effects = effects();
        Projection projection = new Projection(effects, counters);
        CampaignEffects campaignEffects = campaigns.open(effects);
        CampaignTurns runs = new CampaignTurns(projection, campaignEffects, counters);
        judge = new ContactJudge(rules, new InputReader(), projection, runs);
        definitions = new DefinitionFeed(rules, kept.waiting(), counters, campaignEffects);
        walk = new Walk(backend, ContactStore.CONTACT, this::visit);
        if (context.isRestored()) {
            store.findHolding();
            pending.restore(buffer);
            walk.request();
        }
    }

    /** Each task kept its own; of those the one with the oldest rules serves all, as it leads to the same newest. */
    private RulesCodec.Kept kept(RuleParser parser) throws Exception {
        RulesCodec.Kept oldest = null;
        for (byte[] bytes : rulesState.get()) {
            RulesCodec.Kept one = RulesCodec.read(bytes, parser);
            if (oldest == null || isOlder(one.base(), oldest.base())) {
                oldest = one;
            }
        }
        return oldest == null ? new RulesCodec.Kept(new CampaignBook(parser), List.of(), List.of()) : oldest;
    }

    /** Between two definitions triggers' times may come. */
    private static boolean isOlder(CampaignBook one, CampaignBook other) {
        return one.version() < other.version() || one.version() == other.version() && one.atMillis() < other.atMillis();
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
        MetricGroup group = getMetricGroup().addGroup("contacts");
        group.gauge("transitions", (Gauge<Long>) () -> counters.transitions);
        group.gauge("handOvers", (Gauge<Long>) () -> counters.handOvers);
        group.gauge("strayed", (Gauge<Long>) () -> counters.strayed);
        group.gauge("late", (Gauge<Long>) () -> counters.late);
        group.gauge("damagedDefinitions", (Gauge<Long>) () -> counters.damagedDefinitions);
        group.gauge("walked", (Gauge<Long>) () -> counters.walked);
        group.gauge("runsEntered", (Gauge<Long>) () -> counters.runsEntered);
        group.gauge("sent", (Gauge<Long>) () -> counters.sent);
        group.gauge("runStatesWritten", (Gauge<Long>) () -> counters.runStatesWritten);
        group.gauge("runStateBytesWritten", (Gauge<Long>) () -> counters.runStateBytesWritten);
        group.gauge("walkUnderWay", (Gauge<Integer>) () -> counters.walkUnderWay ? 1 : 0);
    }

    @Override
    public void processElement1(StreamRecord<Routed> element) throws Exception {
        Routed routed = element.getValue();
        switch (routed.kind()) {
            case MOVE -> moved(routed);
            case SEED -> seeded(routed);
            case EVENT, ACTION, SLICE, SLICE_END, EXPECT, HANDOVER, REFUSED -> buffer(routed);
        }
    }

    @Override
    public void processElement2(StreamRecord<DefinitionArrival> element) {
        definitions.arrive(element.getValue());
    }

    private void buffer(Routed routed) {
        if (routed.appendMillis() > engineMillis) {
            buffer.add(routed);
            return;
        }
        counters.late(routed, engineMillis);
        buffer.add(routed.at(engineMillis + 1));
    }

    /** It waits until its condition is live; one that is can take its past at once. */
    private void seeded(Routed routed) throws Exception {
        long liveFrom = judge.liveFrom(routed);
        if (liveFrom > engineMillis) {
            buffer.add(routed.at(liveFrom));
            return;
        }
        Held held = store.held();
        Contact contact = store.contact(routed.workspace(), routed.root());
        judge.seed(contact, routed, held, engineMillis);
        put(contact, held);
    }

    private void moved(Routed routed) throws Exception {
        Move move = Move.read(routed.value());
        if (move instanceof Move.Seed seed) {
            seeded(routed.asSeed(seed.seed()));
        } else if (move instanceof Move.Stray stray) {
            buffer(stray.routed());
        } else if (move instanceof Move.Granted granted) {
            buffer.add(routed.at(Math.max(granted.grantedAt(), engineMillis + 1)));
        } else if (move instanceof Move.State state) {
            Held held = store.held();
            held.arrive(state);
            Contact contact = store.contact(routed.workspace(), routed.root());
            if (!held.inputs.isEmpty()) {
                judge.judge(contact, List.of(), held, engineMillis, true);
            }
            put(contact, held);
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.getTimestamp() == Long.MAX_VALUE) {
            // The end of bounded input, in tests: what was told is judged, and time stands still after it.
            advanceTo(buffer.lastInstant());
            output.emitWatermark(mark);
            return;
        }
        if (mark.getTimestamp() > engineMillis) {
            advanceTo(mark.getTimestamp());
        }
        super.processWatermark(mark);
        if (walk.isOver() && store.nobodyHolds() && rules.keepsOlder()) {
            rules.forgetOlder();
        }
    }

    private void advanceTo(long millis) throws Exception {
        engineMillis = Math.max(engineMillis, millis);
        if (definitions.advance(engineMillis)) {
            LOG.info("Rules have changed: all contacts are judged under them");
            walk.request();
        }
        for (Map.Entry<Tuple2<Long, Long>, List<Routed>> told :
                buffer.takeThrough(engineMillis).entrySet()) {
            setCurrentKey(told.getKey());
            Routed first = told.getValue().get(0);
            boolean holds = store.holds();
            Held held = store.held();
            Contact contact = store.contact(first.workspace(), first.root());
            judge.judge(contact, told.getValue(), held, engineMillis, holds);
            put(contact, held);
        }
        tellJudged();
        scheduleWalk();
    }

    @Override
    public void onEventTime(InternalTimer<Tuple2<Long, Long>, VoidNamespace> timer) throws Exception {
        Contact contact = store.contact();
        if (contact == null || contact.timer != timer.getTimestamp()) {
            return;
        }
        contact.timer(Contact.NO_TIMER);
        Held held = store.held();
        judge.judge(contact, new ArrayList<>(), held, engineMillis, false);
        put(contact, held);
    }

    @Override
    public void onProcessingTime(InternalTimer<Tuple2<Long, Long>, VoidNamespace> timer) {
        throw new IllegalStateException("no contact waits for the wall clock");
    }

    private void put(Contact contact, Held held) throws IOException {
        store.put(held);
        long wake = contact.movedTo == null ? contact.nextWake() : Long.MAX_VALUE;
        // Whoever waits for another one's past is judged when that comes, not by time.
        if (wake < contact.timer && held.inputs.isEmpty()) {
            if (contact.timer != Contact.NO_TIMER) {
                timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, contact.timer);
            }
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, wake);
            contact.timer(wake);
        }
        store.put(contact);
    }

    private void scheduleWalk() {
        if (walkScheduled || walk.isOver() || engineMillis == Long.MIN_VALUE) {
            return;
        }
        walkScheduled = true;
        counters.walkUnderWay = true;
        long now = getProcessingTimeService().getCurrentProcessingTime();
        getProcessingTimeService().registerTimer(now + WALK_PAUSE_MILLIS, at -> stepWalk());
    }

    private void stepWalk() throws Exception {
        walkScheduled = false;
        walk.step(WALK_SLICE_NANOS);
        counters.walked = walk.visited();
        if (walk.isOver()) {
            counters.walkUnderWay = false;
            LOG.info("All {} contacts of this task are judged under the newest rules", walk.visited());
            tellJudged();
        }
        scheduleWalk();
    }

    /** Whoever waits for another one's past is judged when that comes, and is not waited for. */
    private void tellJudged() {
        if (walk.isOver() && rules.version() > judgedVersion) {
            judgedVersion = rules.version();
            TaskInfo task = getRuntimeContext().getTaskInfo();
            output.collect(row.replace(
                    rows.judged(task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks(), judgedVersion)));
        }
    }

    private void visit() throws IOException {
        ContactCodec.Head head = store.head();
        if (head == null || !head.exists() || store.holds() || rules.isCurrent(head.workspace(), head.epoch())) {
            return;
        }
        Contact contact = store.contact();
        if (contact != null) {
            Held held = new Held();
            judge.judge(contact, new ArrayList<>(), held, engineMillis, true);
            put(contact, held);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        rulesState.update(List.of(RulesCodec.write(rules.base(), rules.since(), definitions.waiting())));
        pending.save(buffer);
    }

    private Effects effects() {
        return new Effects() {
            @Override
            public void row(EncodedRow encoded) {
                output.collect(row.replace(encoded));
            }

            @Override
            public void send(Outgoing outgoing) {
                output.collect(RECORDS, record.replace(outgoing));
            }

            @Override
            public void tell(GateNote said) {
                output.collect(GATE, note.replace(said));
            }
        };
    }

    @Override
    public void close() throws Exception {
        closeWalk(walk);
        super.close();
    }

    private static void closeWalk(@Nullable Walk walk) {
        if (walk != null) {
            walk.close();
        }
    }
}
