package io.leasehold.internal.binding;

/** Bounds the total size of one field's value, however it is nested, and refuses text that cannot be stored. */
final class Budget {

    /** How many bytes a field may hold, in UTF-8, plus one for each element of a list or map. */
    static final int MAX_BYTES = 1 << 20;

    private long left;

    private Budget(long bytes) {
        left = bytes;
    }

    /** A budget for what comes from anywhere but a result, which has no bound: lists of revoked certificates are long. */
    static Budget of(FieldType.Source source) {
        return new Budget(source == FieldType.Source.RESULT ? Long.MAX_VALUE : MAX_BYTES);
    }

    /** Takes the size of a text off the budget. */
    String text(String text) {
        // First by the length alone, so that a huge text is refused without being read.
        spend(text.length());
        int surplus = 0;
        for (int i = plain(text); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new Unfit("must not contain a NUL character");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new Unfit("must be valid Unicode text, without half surrogate pairs");
                }
                i++;
                surplus += 2;
            } else if (c >= 0x800) {
                surplus += 2;
            } else if (c >= 0x80) {
                surplus++;
            }
        }
        spend(surplus);
        return text;
    }

    /** How many characters at the start are ASCII, which is mostly all of them, and can be stored. */
    private static int plain(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) > 0 && text.charAt(i) < 0x80) {
            i++;
        }
        return i;
    }

    /** Takes one element of a list or map off the budget. */
    void element() {
        spend(1);
    }

    private void spend(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw new Unfit("must not be longer than 1 MiB");
        }
    }
}
