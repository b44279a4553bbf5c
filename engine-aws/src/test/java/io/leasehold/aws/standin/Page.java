package io.leasehold.aws.standin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One page of a list that is sorted by a key. The marker is the last key, so what is deleted meanwhile skips nothing. */
record Page<T>(List<T> items, String marker) {

    static <T> Page<T> of(Collection<T> sorted, Function<T, String> key, Call call, int pageSize) {
        int most = Math.min(pageSize, call.parameters().number("MaxItems", pageSize));
        if (most < 1) {
            throw AwsError.validation("Value at 'maxItems' failed to satisfy constraint: at least 1");
        }
        String after = call.parameters().optional("Marker").map(Page::decoded).orElse("");
        List<T> items = new ArrayList<>();
        for (T each : sorted) {
            if (key.apply(each).compareTo(after) > 0) {
                if (items.size() == most) {
                    String last = key.apply(items.get(most - 1));
                    return new Page<>(items, Base64.getEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
                }
                items.add(each);
            }
        }
        return new Page<>(items, "");
    }

    private static String decoded(String marker) {
        try {
            return new String(Base64.getDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw AwsError.validation("Invalid Marker: it is not one that was given out");
        }
    }

    void write(Xml result, String name, BiConsumer<Xml, T> content) {
        result.list(name, items, content);
        writeEnd(result);
    }

    void writeEnd(Xml result) {
        result.text("IsTruncated", !marker.isEmpty());
        if (!marker.isEmpty()) {
            result.text("Marker", marker);
        }
    }
}
