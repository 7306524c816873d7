package io.millrace.render;

/** Text that is HTML already and so is not escaped again. */
record SafeHtml(String text) {
    @Override
    public String toString() {
        return text;
    }
}
