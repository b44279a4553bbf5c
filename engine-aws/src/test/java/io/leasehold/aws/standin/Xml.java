package io.leasehold.aws.standin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes the XML of the Query protocol. */
final class Xml {

    private final StringBuilder text = new StringBuilder();

    Xml text(String name, Object value) {
        text.append('<').append(name).append('>');
        escape(value.toString());
        text.append("</").append(name).append('>');
        return this;
    }

    Xml date(String name, Instant value) {
        return text(name, value.truncatedTo(ChronoUnit.SECONDS));
    }

    Xml element(String name, Consumer<Xml> content) {
        text.append('<').append(name).append('>');
        content.accept(this);
        text.append("</").append(name).append('>');
        return this;
    }

    <T> Xml list(String name, Iterable<T> items, BiConsumer<Xml, T> content) {
        return element(
                name, list -> items.forEach(each -> list.element("member", member -> content.accept(member, each))));
    }

    Xml texts(String name, Iterable<String> items) {
        return element(name, list -> items.forEach(each -> list.text("member", each)));
    }

    Xml tags(String name, Map<String, String> tags) {
        return list(
                name,
                tags.entrySet(),
                (tag, each) -> tag.text("Key", each.getKey()).text("Value", each.getValue()));
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** A whole answer. An action without a result has no element for it. */
    static String response(String action, String namespace, Xml result, String requestId) {
        String content = result.isEmpty() ? "" : "<" + action + "Result>" + result + "</" + action + "Result>";
        return "<" + action + "Response xmlns=\"" + namespace + "\">" + content + "<ResponseMetadata>"
                + new Xml().text("RequestId", requestId) + "</ResponseMetadata></" + action + "Response>";
    }

    static String error(AwsError error, String namespace, String requestId) {
        Xml content = new Xml()
                .element(
                        "Error",
                        each -> each.text("Type", error.status() < 500 ? "Sender" : "Receiver")
                                .text("Code", error.code())
                                .text("Message", error.getMessage()))
                .text("RequestId", requestId);
        return "<ErrorResponse xmlns=\"" + namespace + "\">" + content + "</ErrorResponse>";
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void escape(String value) {
        value.codePoints().forEach(each -> {
            switch (each) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '\r' -> text.append("&#13;");
                default -> text.appendCodePoint(each);
            }
        });
    }
}
