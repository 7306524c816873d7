package io.millrace.query;

import static java.util.Objects.requireNonNull;

import io.millrace.query.Histories.Happened;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules of attribution once more: every conversion looks at every event of its contact, in decimals of 50 digits. */
final class AttributionOracle {

    private static final MathContext DIGITS = new MathContext(50);
    private static final BigDecimal MILLIONTH = new BigDecimal("0.000001");

    /** What is asked. */
    record Asked(
            String model,
            long lookback,
            long halfLife,
            boolean ads,
            List<String> dimension,
            boolean worth,
            long from,
            long to,
            int limit,
            boolean other) {}

    /** What one row shows. */
    record Row(String label, long touchpoints, int contacts, BigDecimal conversions, BigDecimal value) {}

    private static final class Sum {
        private long touchpoints;
        private final Set<Integer> contacts = new TreeSet<>();
        private BigDecimal credit = BigDecimal.ZERO;
        private BigDecimal worth = BigDecimal.ZERO;
    }

    private final Asked asked;
    private final Map<String, Sum> sums = new TreeMap<>();
    private final List<String> shown = new ArrayList<>();
    private final List<String> rest = new ArrayList<>();
    private long conversions;
    private BigDecimal worth = BigDecimal.ZERO;

    AttributionOracle(Asked asked, Map<Integer, List<Happened>> contacts) {
        this.asked = asked;
        contacts.forEach(this::contact);
        List<String> labels = new ArrayList<>(sums.keySet());
        labels.remove(none());
        labels.sort((one, other) -> {
            int byCredit = rounded(requireNonNull(sums.get(other)).credit, 9)
                    .compareTo(rounded(requireNonNull(sums.get(one)).credit, 9));
            return byCredit != 0 ? byCredit : one.compareTo(other);
        });
        for (String label : labels) {
            (shown.size() < asked.limit() ? shown : rest).add(label);
        }
        if (sums.containsKey(none())) {
            shown.add(none());
        }
    }

    private void contact(int contact, List<Happened> events) {
        List<Happened> touches = events.stream()
                .filter(this::isTouch)
                .filter(event -> event.at() >= asked.from() - asked.lookback() && event.at() <= asked.to())
                .toList();
        for (Happened touch : touches) {
            Sum sum = sum(label(touch));
            sum.touchpoints++;
            sum.contacts.add(contact);
        }
        for (Happened event : events) {
            if (event.name().equals("buy") && event.at() >= asked.from() && event.at() <= asked.to()) {
                List<Happened> before = touches.stream()
                        .filter(touch -> touch.at() <= event.at() && touch.at() >= event.at() - asked.lookback())
                        .toList();
                converted(contact, event, before);
            }
        }
    }

    private void converted(int contact, Happened conversion, List<Happened> touches) {
        conversions++;
        BigDecimal value = asked.worth() ? worth(conversion) : BigDecimal.ZERO;
        worth = worth.add(value);
        if (touches.isEmpty()) {
            Sum sum = sum(none());
            sum.contacts.add(contact);
            sum.credit = sum.credit.add(BigDecimal.ONE);
            sum.worth = sum.worth.add(value);
        }
        List<BigDecimal> shares = shares(conversion, touches);
        for (int i = 0; i < touches.size(); i++) {
            Sum sum = sum(label(touches.get(i)));
            sum.credit = sum.credit.add(shares.get(i));
            sum.worth = sum.worth.add(shares.get(i).multiply(value));
        }
    }

    private List<BigDecimal> shares(Happened conversion, List<Happened> touches) {
        int n = touches.size();
        List<BigDecimal> weights = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            weights.add(
                    switch (asked.model()) {
                        case "first_touch" -> i == 0 ? BigDecimal.ONE : BigDecimal.ZERO;
                        case "last_touch" -> i == n - 1 ? BigDecimal.ONE : BigDecimal.ZERO;
                        case "linear" -> BigDecimal.ONE;
                        case "position_based" ->
                            n <= 2
                                    ? BigDecimal.ONE
                                    : i == 0 || i == n - 1
                                            ? new BigDecimal("0.4")
                                            : new BigDecimal("0.2").divide(BigDecimal.valueOf(n - 2), DIGITS);
                        default ->
                            BigDecimal.valueOf(Math.exp(-Math.log(2)
                                    * (conversion.at() - touches.get(i).at())
                                    / asked.halfLife()));
                    });
        }
        BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return weights.stream().map(weight -> weight.divide(sum, DIGITS)).toList();
    }

    private boolean isTouch(Happened event) {
        return asked.ads()
                ? event.name().equals("ad")
                : event.context().values().stream().anyMatch(v -> !v.isEmpty());
    }

    private static BigDecimal worth(Happened event) {
        String amount = event.properties().getOrDefault("amount", "");
        return amount.matches("-?[0-9]+(\\.[0-9]+)?") ? new BigDecimal(amount) : BigDecimal.ZERO;
    }

    private String label(Happened event) {
        return String.join(
                "|",
                asked.dimension().stream()
                        .map(name -> switch (name) {
                            case "properties.app" -> event.properties().getOrDefault("app", "");
                            default -> event.context().getOrDefault("campaign." + name, "");
                        })
                        .map(value -> value.isEmpty() ? "$none" : value.startsWith("$") ? "$" + value : value)
                        .toList());
    }

    private String none() {
        return String.join(
                "|", asked.dimension().stream().map(unused -> "$none").toList());
    }

    private Sum sum(String label) {
        return sums.computeIfAbsent(label, unused -> new Sum());
    }

    /** The rows with exact credit; the rounding of single millionths is left to whoever compares. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String label : shown) {
            Sum sum = requireNonNull(sums.get(label));
            rows.add(new Row(label, sum.touchpoints, sum.contacts.size(), sum.credit, sum.worth));
        }
        if (!rest.isEmpty() && asked.other()) {
            Map<String, Long> touchpoints = new LinkedHashMap<>();
            BigDecimal credit = BigDecimal.ZERO;
            BigDecimal value = BigDecimal.ZERO;
            for (String label : rest) {
                touchpoints.put(label, requireNonNull(sums.get(label)).touchpoints);
                credit = credit.add(requireNonNull(sums.get(label)).credit);
                value = value.add(requireNonNull(sums.get(label)).worth);
            }
            rows.add(new Row(
                    "$other",
                    touchpoints.values().stream().mapToLong(Long::longValue).sum(),
                    contactsOfRest().size(),
                    credit,
                    value));
        }
        return rows;
    }

    Set<Integer> contacts(String label) {
        return label.equals("$other") ? contactsOfRest() : requireNonNull(sums.get(label)).contacts;
    }

    private Set<Integer> contactsOfRest() {
        Set<Integer> contacts = new TreeSet<>();
        rest.forEach(label -> contacts.addAll(requireNonNull(sums.get(label)).contacts));
        return contacts;
    }

    long conversions() {
        return conversions;
    }

    BigDecimal worth() {
        return worth;
    }

    /** Whether a shown number is the exact one cut off or rounded up to six decimals. */
    static boolean isRounded(BigDecimal shown, BigDecimal exact) {
        return shown.stripTrailingZeros().scale() <= 6
                && shown.subtract(rounded(exact, 12)).abs().compareTo(MILLIONTH) < 0;
    }

    private static BigDecimal rounded(BigDecimal number, int decimals) {
        return number.setScale(decimals, RoundingMode.HALF_EVEN);
    }
}
