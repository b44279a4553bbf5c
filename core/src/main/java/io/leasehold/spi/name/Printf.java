package io.leasehold.spi.name;

/** The part of Go's {@code printf} that templates use: {@code %s}, {@code %v}, {@code %d} and {@code %%}. */
final class Printf {

    private Printf() {}

    static TracedText format(Arguments given) throws TemplateException {
        TracedText format = given.text(0);
        String text = format.text();
        TracedText result = TracedText.fixed("");
        int value = 1;
        int at = 0;
        while (at < text.length()) {
            int percent = text.indexOf('%', at);
            if (percent < 0) {
                break;
            }
            result = result.plus(format.range(at, percent));
            char verb = percent + 1 < text.length() ? text.charAt(percent + 1) : ' ';
            if (verb == '%') {
                result = result.plus(TracedText.fixed("%"));
            } else {
                result = result.plus(argument(given, value, verb));
                value++;
            }
            at = percent + 2;
        }
        if (value != given.values().size()) {
            throw given.error("the format uses " + (value - 1) + " values, but "
                    + (given.values().size() - 1) + " are given");
        }
        return at < text.length() ? result.plus(format.range(at, text.length())) : result;
    }

    private static TracedText argument(Arguments given, int index, char verb) throws TemplateException {
        if (verb != 's' && verb != 'v' && verb != 'd') {
            throw given.error("the format may use %s, %v, %d and %% only");
        }
        if (index >= given.values().size()) {
            throw given.error("the format uses more values than are given");
        }
        TemplateValue value = given.values().get(index);
        if (value instanceof TemplateValue.Whole whole) {
            if (verb == 's') {
                throw given.error("value " + index + " is a number: use %d for it");
            }
            return TracedText.fixed(Long.toString(whole.number()));
        }
        if (verb == 'd') {
            throw given.error("value " + index + " is a text: use %s for it");
        }
        if (verb == 's' && value instanceof TemplateValue.Truth) {
            throw given.error("value " + index + " is true or false: use %v for it");
        }
        return value.shown();
    }
}
