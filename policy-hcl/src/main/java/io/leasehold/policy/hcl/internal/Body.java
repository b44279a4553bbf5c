package io.leasehold.policy.hcl.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands between two braces, or in the text as a whole, while it is being read. Used by one thread. */
final class Body {

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, List<Object>> blocks = new HashMap<>();
    private final Map<String, Position> names = new HashMap<>();

    /** Adds an attribute, which may stand there once only. */
    void attribute(Token name, Object value) {
        refuseSecond(name);
        values.put(name.text(), value);
    }

    /** Adds a block: one map per label around its body. Blocks of one type may be repeated. */
    void block(Token type, List<Token> labels, Map<String, Object> body) {
        List<Object> known = blocks.get(type.text());
        if (known == null) {
            refuseSecond(type);
            known = new ArrayList<>();
            blocks.put(type.text(), known);
            values.put(type.text(), Collections.unmodifiableList(known));
        }
        Map<String, Object> labelled = body;
        for (int i = labels.size() - 1; i >= 0; i--) {
            labelled = Map.of(labels.get(i).text(), labelled);
        }
        known.add(labelled);
    }

    private void refuseSecond(Token name) {
        Position first = names.putIfAbsent(name.text(), name.at());
        if (first != null) {
            throw name.at().refuse("this name stands at " + first + " already");
        }
    }

    Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }
}
