package io.millrace.flink.audience.identity;

import io.millrace.core.event.Person;
import io.millrace.flink.audience.AudienceSources;
import io.millrace.flink.audience.Routed;
import io.millrace.flink.event.DedupePeriods;
import io.millrace.streams.Topics;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From records of topics {@code events} and {@code audience-seeds} to what each contact is told, in four steps: copies
 * are taken out under the key of the person, alias calls decided under the external id they name, links under the
 * anonymous id, and merges of known contacts everywhere.
 */
public final class IdentityPipeline {

    private static final TypeInformation<Tuple2<Long, Long>> KEY = Types.TUPLE(Types.LONG, Types.LONG);

    private IdentityPipeline() {}

    /** The watermark of what comes out is the engine's time: everything that arrived by then has been told. */
    public static DataStream<Routed> build(AudienceSources sources, DedupePeriods periods) {
        return build(
                sources.timed(Topics.EVENTS, Topics.EVENTS_PARTITIONS, new NoteReader()),
                sources.timeless(Topics.AUDIENCE_SEEDS, Topics.EVENTS_PARTITIONS, new SeedReader()),
                periods);
    }

    private static DataStream<Routed> build(DataStream<Note> events, DataStream<Note> seeds, DedupePeriods periods) {
        SingleOutputStreamOperator<Note> unique = events.process(new EngineTime())
                .returns(Note.TYPE)
                .name("engine-time")
                .uid("engine-time")
                .setParallelism(events.getParallelism())
                .keyBy(Note::key, KEY)
                .transform("dedupe", Note.TYPE, new DedupeFunction(periods))
                .uid("dedupe");
        SingleOutputStreamOperator<Note> aliases = unique.getSideOutput(Tags.TO_ALIASES)
                .keyBy(Note::key, KEY)
                .transform("aliases", Note.TYPE, new AliasFunction())
                .uid("aliases");
        SingleOutputStreamOperator<Note> links = unique.getSideOutput(Tags.TO_LINKS)
                .union(
                        aliases.getSideOutput(Tags.TO_LINKS),
                        seeds.filter(note -> note.person().kind() == Person.Kind.ANONYMOUS)
                                .setParallelism(seeds.getParallelism())
                                .uid("seeds-of-anonymous-ids"))
                .keyBy(Note::key, KEY)
                .transform("links", Note.TYPE, new LinkFunction())
                .uid("links");
        DataStream<Note> seedsOfUsers = seeds.filter(note -> note.person().kind() == Person.Kind.USER)
                .setParallelism(seeds.getParallelism())
                .uid("seeds-of-external-ids");
        DataStream<Note> merges = unique.getSideOutput(Tags.MERGES)
                .union(aliases.getSideOutput(Tags.MERGES), links.getSideOutput(Tags.MERGES));
        return unique.union(aliases, links, seedsOfUsers)
                .connect(merges.broadcast())
                .transform("roots", Routed.TYPE, new RootsFunction())
                .uid("roots");
    }
}
