package io.leasehold.internal.text;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers of whatever Java type, exactly. */
public final class Numbers {

    private Numbers() {}

    /**
     * The exact decimal value of a number.
     *
     * @param number a finite number of one of the JDK's types
     * @return its value
     * @throws IllegalArgumentException when it is not finite, or of a type that has no exact value
     */
    public static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (number instanceof Double || number instanceof Float) {
            return floating(number);
        }
        return BigDecimal.valueOf(number.longValue());
    }

    private static BigDecimal floating(Number number) {
        double value = number.doubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("must be a finite number");
        }
        // Through the text, so that a float 0.1 is 0.1 and not the nearest double to it.
        return new BigDecimal(number.toString());
    }
}
