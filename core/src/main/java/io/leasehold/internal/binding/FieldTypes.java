package io.leasehold.internal.binding;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses the {@link FieldType} of a component. */
final class FieldTypes {

    private FieldTypes() {}

    static FieldType of(RecordComponent component, boolean verbatim, Class<?> owner) {
        FieldType type = of(component.getGenericType(), verbatim);
        if (type == null) {
            throw new IllegalArgumentException("the component " + component.getName() + " of " + owner.getName()
                    + " has the type " + component.getGenericType().getTypeName() + ", which cannot be bound");
        }
        return type;
    }

    private static @Nullable FieldType of(Type type, boolean verbatim) {
        if (type instanceof Class<?> simple) {
            return ofClass(simple);
        }
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic, verbatim);
        }
        return null;
    }

    private static @Nullable FieldType ofClass(Class<?> type) {
        if (type == String.class) {
            return new ScalarTypes.Text();
        }
        if (type == boolean.class || type == Boolean.class) {
            return new ScalarTypes.Flag();
        }
        if (type == int.class || type == Integer.class) {
            return new ScalarTypes.Whole(false);
        }
        if (type == long.class || type == Long.class) {
            return new ScalarTypes.Whole(true);
        }
        if (type == Duration.class) {
            return new ScalarTypes.Period();
        }
        if (type == Object.class) {
            return new ScalarTypes.Anything();
        }
        return type.isEnum() ? new ScalarTypes.Choice(type) : null;
    }

    private static @Nullable FieldType ofGeneric(ParameterizedType type, boolean verbatim) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class && arguments[0] == String.class) {
            return new CompoundTypes.Texts(verbatim);
        }
        if (type.getRawType() == List.class && arguments[0] instanceof Class<?> element && element.isRecord()) {
            return new RecordList(element.asSubclass(Record.class));
        }
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            if (arguments[1] == String.class) {
                return new CompoundTypes.TextMap();
            }
            return arguments[1] == Object.class ? new CompoundTypes.AnyMap() : null;
        }
        return null;
    }

    /** What a component of a type holds when its field was not sent. */
    static @Nullable Object absent(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? (Object) 0L : null;
    }
}
