package io.millrace.testing.rule;

/**
 * How large a scenario is, and what may happen in it.
 *
 * @param rulesPerForm how many rules begin with each {@link LeafKind}
 * @param aliases whether there are alias calls, and merges that name anonymous ids
 * @param instants how many of the instants worth a look are kept
 */
public record ScenarioShape(
        int rulesPerForm,
        int users,
        int anonymous,
        int happenings,
        boolean merges,
        boolean aliases,
        boolean deletions,
        int instants) {

    /** One known contact, which is all that happens to. */
    public static final ScenarioShape ONE_CONTACT = new ScenarioShape(1, 1, 0, 25, false, false, false, 60);

    /** Some known and some anonymous contacts, which become others. */
    public static final ScenarioShape SOME_CONTACTS = new ScenarioShape(1, 4, 3, 60, true, false, true, 60);

    public ScenarioShape {
        if (rulesPerForm < 1 || users < 1 || anonymous < 0 || happenings < 1 || instants < 1) {
            throw new IllegalArgumentException("a scenario has rules, users, happenings and instants");
        }
    }
}
