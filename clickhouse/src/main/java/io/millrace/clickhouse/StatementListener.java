package io.millrace.clickhouse;

/** Is told of each statement that a client runs, on the thread that runs it. Inserts of blocks are not told. */
public interface StatementListener {

    /** For clients whose statements nobody follows. */
    StatementListener NONE = new StatementListener() {

        @Override
        public void begun(String queryId) {}

        @Override
        public void ended(String queryId) {}
    };

    /** It is about to be sent; an exception keeps it from being sent and is thrown to who asked. */
    void begun(String queryId);

    /** Its answer was read, or it failed. */
    void ended(String queryId);
}
