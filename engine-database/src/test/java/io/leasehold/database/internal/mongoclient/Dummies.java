package io.leasehold.database.internal.mongoclient;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** Arguments and results that mean nothing. */
final class Dummies {

    private Dummies() {}

    static Object of(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        if (type == long.class || type == Long.class) {
            return 0L;
        }
        if (type == String.class) {
            return "x";
        }
        if (type == Class.class) {
            return Document.class;
        }
        if (type == TimeUnit.class) {
            return TimeUnit.SECONDS;
        }
        if (type == List.class) {
            return List.of();
        }
        if (type.isAssignableFrom(ArrayList.class) && type != Object.class && type != Iterable.class) {
            return new ArrayList<>();
        }
        return type.isAssignableFrom(Document.class) ? new Document() : null;
    }

    /** Arguments for a method, with a session where it takes one. */
    static Object[] arguments(Method method, Object session) {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            if (types[i].isInstance(session)) {
                arguments[i] = types[i] == Object.class ? new Document() : session;
            } else if (types[i] == java.util.function.Consumer.class) {
                arguments[i] = (java.util.function.Consumer<Object>) each -> {};
            } else {
                arguments[i] = of(types[i]);
            }
        }
        return arguments;
    }
}
