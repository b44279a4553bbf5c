package io.leasehold.internal.binding;

import io.leasehold.error.InvalidRequestException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.ClassUtil;

/**
 * Makes records and reads their components, also of records that are not public. In a named module the record's package
 * must be opened to {@code tools.jackson.databind}: access is asked for in Jackson's name, so that every package with bound
 * records opens to that one well-known module and not to ours.
 */
final class RecordAccess {

    private final Constructor<?> constructor;
    private final Method[] accessors;

    private RecordAccess(Constructor<?> constructor, Method[] accessors) {
        this.constructor = constructor;
        this.accessors = accessors;
    }

    static RecordAccess of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Method[] accessors = new Method[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                accessors[i] = opened(components[i].getAccessor(), type);
            }
            return new RecordAccess(opened(type.getDeclaredConstructor(types), type), accessors);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type.getName() + " is a record without its constructor", e);
        }
    }

    private static <T extends AccessibleObject & Member> T opened(T member, Class<?> type) {
        if (member.trySetAccessible()) {
            return member;
        }
        RuntimeException refusal = null;
        try {
            ClassUtil.checkAndFixAccess(member, true);
        } catch (IllegalArgumentException | SecurityException e) {
            refusal = e;
        }
        // Asked again because Jackson does not always say that it failed.
        if (member.trySetAccessible()) {
            return member;
        }
        throw new IllegalArgumentException(
                type.getName() + " cannot be bound: its module must open the package " + type.getPackageName()
                        + " to tools.jackson.databind",
                refusal);
    }

    /**
     * Calls the canonical constructor.
     *
     * @param quiet whether what the constructor says may hold a secret
     * @throws InvalidRequestException when the constructor refuses the values
     */
    Record create(@Nullable Object[] values, boolean quiet) {
        try {
            return (Record) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof InvalidRequestException refused) {
                throw refused;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw refused(cause, quiet);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("cannot create a " + constructor.getDeclaringClass(), e);
        }
    }

    private InvalidRequestException refused(@Nullable Throwable cause, boolean quiet) {
        String name = constructor.getDeclaringClass().getSimpleName();
        if (quiet || cause == null) {
            // The message may quote a secret, and so may the cause's own when it is logged.
            String kind = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
            return new InvalidRequestException("the values do not make a valid " + name + kind);
        }
        return new InvalidRequestException(
                null, "the values do not make a valid " + name + ": " + cause.getMessage(), cause);
    }

    /** Reads the component at a position. */
    @Nullable
    Object read(Object owner, int index) {
        try {
            return accessors[index].invoke(owner);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + accessors[index], e);
        }
    }
}
