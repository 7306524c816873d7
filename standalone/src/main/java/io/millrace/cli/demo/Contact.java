package io.millrace.cli.demo;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Somebody who signed up: on which day, as the how manyth visitor of it, and what for. */
record Contact(long signupDay, int visitor, String firstName, String lastName, String plan, String source) {

    private static final Choice PLANS =
            new Choice(List.of("free", "starter", "growth", "enterprise"), List.of(58, 26, 13, 3));
    private static final List<String> FIRST = List.of(
            "Ada", "Ben", "Clara", "David", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Karim", "Lena", "Mila",
            "Nils", "Olga", "Paul", "Rosa", "Sami", "Tara", "Vera");
    private static final List<String> LAST = List.of(
            "Adler", "Brandt", "Conti", "Dahl", "Ekman", "Ferrer", "Gruber", "Haas", "Ivanova", "Jensen", "Kaya",
            "Lindner", "Moreau", "Novak", "Olsen", "Peters", "Rossi", "Silva", "Tanaka", "Weber");

    static Contact draw(long signupDay, int visitor, String source, Random random) {
        return new Contact(
                signupDay,
                visitor,
                FIRST.get(random.nextInt(FIRST.size())),
                LAST.get(random.nextInt(LAST.size())),
                PLANS.draw(random),
                source);
    }

    String userId() {
        return "user_" + signupDay + "_" + visitor;
    }

    String anonymousId() {
        return "anon_" + signupDay + "_" + visitor;
    }

    String email() {
        return (firstName + "." + lastName + "." + signupDay + visitor + "@example.com").toLowerCase(Locale.ROOT);
    }

    /** How likely they come back on a day: paying people do more often, and everybody less the longer it is ago. */
    double returns(long day) {
        double keen =
                switch (plan) {
                    case "enterprise" -> 0.75;
                    case "growth" -> 0.6;
                    case "starter" -> 0.45;
                    default -> 0.25;
                };
        return keen * StrictMath.pow(0.965, day - signupDay);
    }
}
