package io.millrace.ingest.json;

import java.util.Random;

/** Valid JSON of any shape, with spaces and escapes where they are allowed. */
final class RandomJson {

    private static final String[] TEXTS = {
        "", "a", "\\\"", "\\\\", "\\n", "\\u00e9", "\u00e9", "\\ud83d\\ude80", "\ud83d\ude80", "{", "]", ",", ":", "\\/"
    };
    private static final String[] SCALARS = {"0", "-1", "1.50", "1e9", "true", "false", "null", "123456789012345678901"
    };

    private RandomJson() {}

    static String value(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 4 : 2);
        return switch (kind) {
            case 0 -> SCALARS[random.nextInt(SCALARS.length)];
            case 1 -> string(random);
            case 2 -> list(random, depth, "[", "]", false);
            default -> list(random, depth, "{", "}", true);
        };
    }

    private static String list(Random random, int depth, String open, String close, boolean named) {
        StringBuilder text = new StringBuilder(open).append(space(random));
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append(space(random));
            if (named) {
                text.append(string(random)).append(space(random)).append(':').append(space(random));
            }
            text.append(value(random, depth - 1)).append(space(random));
        }
        return text.append(close).toString();
    }

    private static String string(Random random) {
        StringBuilder text = new StringBuilder("\"");
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return text.append('"').toString();
    }

    private static String space(Random random) {
        return random.nextInt(3) == 0 ? " \n\t\r".substring(random.nextInt(4)) : "";
    }
}
