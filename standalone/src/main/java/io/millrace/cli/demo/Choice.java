package io.millrace.cli.demo;

import java.util.List;
import java.util.Random;

/** Draws one of several things, each as often as its weight says. */
record Choice(List<String> values, List<Integer> weights) {

    Choice {
        values = List.copyOf(values);
        weights = List.copyOf(weights);
        if (values.isEmpty() || values.size() != weights.size()) {
            throw new IllegalArgumentException("every value of a choice has a weight");
        }
    }

    String draw(Random random) {
        int drawn = random.nextInt(weights.stream().mapToInt(Integer::intValue).sum());
        for (int i = 0; i < values.size(); i++) {
            drawn -= weights.get(i);
            if (drawn < 0) {
                return values.get(i);
            }
        }
        throw new IllegalStateException("the weights sum up to more than their sum");
    }
}
