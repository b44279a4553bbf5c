package io.leasehold.policy.hcl.internal;

import io.leasehold.error.InvalidRequestException;

/**
 * A text that is read character by character, with the place kept. Line ends are {@code \n}, also where the text has
 * {@code \r\n}. Used by one thread.
 */
final class Source {

    /** What is read at the end. */
    static final int END = -1;

    private final String text;
    private int next;
    private int line = 1;
    private int column = 1;

    Source(String text) {
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.text = unmarked.replace("\r\n", "\n");
    }

    Position position() {
        return new Position(line, column);
    }

    /** The next character, a Unicode code point, without taking it. */
    int peek() {
        return next == text.length() ? END : text.codePointAt(next);
    }

    /** Whether the text goes on in this way. */
    boolean startsWith(String expected) {
        return text.startsWith(expected, next);
    }

    /** Takes a character. */
    int take() {
        int c = peek();
        if (c == END) {
            throw unexpectedEnd();
        }
        if (c != '\n' && c != '\t' && (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw position()
                    .refuse("the control character U+"
                            + Integer.toHexString(c | 0x10000).substring(1) + " is not allowed");
        }
        next += Character.charCount(c);
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return c;
    }

    /** Takes so many characters. */
    void skip(int characters) {
        for (int i = 0; i < characters; i++) {
            take();
        }
    }

    /** Takes the rest of the line with its end, and returns it without. */
    String takeLine() {
        StringBuilder taken = new StringBuilder();
        while (peek() != END) {
            int c = take();
            if (c == '\n') {
                break;
            }
            taken.appendCodePoint(c);
        }
        return taken.toString();
    }

    InvalidRequestException unexpectedEnd() {
        return position().refuse("the text ends too early");
    }
}
