package io.millrace.query.series;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.request.Faults;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a formula: numbers, series' letters, {@code + - * /} and parentheses. One object reads one. */
final class FormulaParser {

    private static final int LENGTH_MAX = 1_000;
    private static final int DEPTH_MAX = 100;

    private final String text;
    private final int series;
    private final List<Formula.Step> steps = new ArrayList<>();
    private int at;

    /** What is wrong, and where: a character's place from 1 on. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    private FormulaParser(String text, int series) {
        this.text = text;
        this.series = series;
    }

    /**
     * The formula; empty, with a fault, if it is none.
     *
     * @param series how many there are
     */
    static Optional<Formula> parse(String text, int series, String pointer, Faults faults) {
        FormulaParser parser = new FormulaParser(text, series);
        try {
            if (text.length() > LENGTH_MAX) {
                throw new Unreadable("a formula has up to " + LENGTH_MAX + " characters");
            }
            parser.sum(0);
            if (parser.next() != 0) {
                throw parser.expected("an operator or the end");
            }
            return Optional.of(new Formula(text, parser.steps));
        } catch (Unreadable e) {
            faults.add(
                    pointer,
                    "invalid",
                    TextNode.valueOf(text),
                    "a formula like (A+2*B)*100",
                    String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void sum(int depth) throws Unreadable {
        product(depth);
        for (char sign = next(); sign == '+' || sign == '-'; sign = next()) {
            at++;
            product(depth);
            steps.add(new Formula.Step.Operation(sign));
        }
    }

    private void product(int depth) throws Unreadable {
        operand(depth);
        for (char sign = next(); sign == '*' || sign == '/'; sign = next()) {
            at++;
            operand(depth);
            steps.add(new Formula.Step.Operation(sign));
        }
    }

    private void operand(int depth) throws Unreadable {
        if (depth > DEPTH_MAX) {
            throw new Unreadable("a formula is nested up to " + DEPTH_MAX + " deep");
        }
        char first = next();
        if (first == '(') {
            at++;
            sum(depth + 1);
            if (next() != ')') {
                throw expected("an operator or )");
            }
            at++;
        } else if (first == '-') {
            at++;
            steps.add(new Formula.Step.Number(BigDecimal.ZERO));
            operand(depth + 1);
            steps.add(new Formula.Step.Operation('-'));
        } else if (isDigit(first)) {
            steps.add(new Formula.Step.Number(number()));
        } else if (first >= 'A' && first <= 'Z') {
            if (first - 'A' >= series) {
                throw new Unreadable("there is no series " + first + "; the last one is " + (char) ('A' + series - 1));
            }
            at++;
            steps.add(new Formula.Step.Series(first - 'A'));
        } else {
            throw expected("a number, a series' letter or (");
        }
    }

    private BigDecimal number() throws Unreadable {
        int start = at;
        digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            if (at == text.length() || !isDigit(text.charAt(at))) {
                throw expected("a digit");
            }
            digits();
        }
        return new BigDecimal(text.substring(start, at));
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    /** The next character that is no space; 0 at the end. */
    private char next() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private Unreadable expected(String what) {
        String found = at < text.length() ? String.valueOf(text.charAt(at)) : "the end";
        return new Unreadable("expected " + what + " at character " + (at + 1) + ", found " + found);
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
