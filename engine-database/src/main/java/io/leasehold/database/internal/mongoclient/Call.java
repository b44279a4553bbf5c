package io.leasehold.database.internal.mongoclient;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A call of one of the driver's methods, to be made on any client's object. Immutable. */
final class Call {

    private final Method method;
    private final @Nullable Object @Nullable [] arguments;

    /**
     * Notes a call.
     *
     * @param method a method of a public interface
     * @param arguments what the driver is given; not copied, as none is ever changed
     */
    Call(Method method, @Nullable Object @Nullable [] arguments) {
        this.method = method;
        this.arguments = arguments;
    }

    Method method() {
        return method;
    }

    /** The only argument; null when there are none or several. */
    @Nullable
    Object argument() {
        return arguments == null || arguments.length != 1 ? null : arguments[0];
    }

    /** Makes the call and throws what the driver throws. */
    @Nullable
    Object on(Object target) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** An object of that interface whose calls go to a handler. */
    static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(Call.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    boolean isOfObject() {
        return method.getDeclaringClass() == Object.class;
    }

    /** What every object has: it is equal to itself only, as the driver's own objects are. */
    Object identity(Object proxy, String words) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> words;
        };
    }
}
