package io.millrace.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Contacts with an address, a first name and one of seven plans, who are told of by identify calls. */
final class People {

    private static final int PER_REQUEST = 500;

    private People() {}

    static String user(long number) {
        return "person-" + number;
    }

    /** Returns once all calls were accepted. */
    static void identify(Instance instance, int count) throws IOException, InterruptedException {
        for (int first = 0; first < count; first += PER_REQUEST) {
            List<String> calls = IntStream.range(first, Math.min(count, first + PER_REQUEST))
                    .mapToObj(People::identity)
                    .toList();
            instance.accept(calls);
        }
    }

    private static String identity(int number) {
        return "{\"type\":\"identify\",\"userId\":\"" + user(number) + "\",\"messageId\":\"identify-" + number
                + "\",\"traits\":" + traits(number) + "}";
    }

    static String traits(int number) {
        return "{\"email\":\"" + user(number) + "@example.com\",\"firstName\":\"Person " + number
                + "\",\"plan\":\"plan-" + number % 7 + "\"}";
    }
}
