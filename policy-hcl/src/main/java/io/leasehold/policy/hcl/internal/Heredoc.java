package io.leasehold.policy.hcl.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts of several lines: {@code <<EOF}, the lines, and {@code EOF} on a line of its own. The text ends with a line end.
 * {@code <<-EOF} takes off as many blanks of each line as all that are not empty begin with. There are no escapes.
 */
final class Heredoc {

    private Heredoc() {}

    static String take(Source source) {
        Position start = source.position();
        source.skip(2);
        boolean indented = source.peek() == '-';
        if (indented) {
            source.take();
        }
        String marker = marker(source, start);
        List<String> lines = new ArrayList<>();
        while (true) {
            if (source.peek() == Source.END) {
                throw start.refuse(
                        "the heredoc that begins here does not end; a line with its marker alone is missing");
            }
            String line = line(source);
            if (line.strip().equals(marker)) {
                break;
            }
            lines.add(line);
        }
        int margin = indented ? margin(lines) : 0;
        StringBuilder text = new StringBuilder();
        lines.forEach(line ->
                text.append(line.substring(Math.min(margin, line.length()))).append('\n'));
        return text.toString();
    }

    private static String marker(Source source, Position start) {
        StringBuilder marker = new StringBuilder();
        while (Lexer.isPartOfWord(source.peek())) {
            marker.appendCodePoint(source.take());
        }
        boolean alone = source.peek() == '\n';
        if (marker.isEmpty() || !alone) {
            throw start.refuse("a heredoc begins with << or <<-, a word such as EOF, and the end of the line");
        }
        source.take();
        return marker.toString();
    }

    private static String line(Source source) {
        StringBuilder line = new StringBuilder();
        while (source.peek() != Source.END) {
            QuotedText.refuseInterpolation(source);
            int c = source.take();
            if (c == '\n') {
                break;
            }
            line.appendCodePoint(c);
        }
        return line.toString();
    }

    private static int margin(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
    }
}
