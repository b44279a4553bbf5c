package io.leasehold.internal.binding;

/** The spelling of component names outside of Java. */
final class SnakeCase {

    private SnakeCase() {}

    /**
     * Turns camelCase into snake_case: {@code dbName} to {@code db_name}, {@code tlsCA} to {@code tls_ca}, {@code awsIAMRole}
     * to {@code aws_iam_role}. Digits stay with what is before them.
     */
    static String of(String camel) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && startsWord(camel, i)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    private static boolean startsWord(String camel, int i) {
        char before = camel.charAt(i - 1);
        boolean endsAcronym =
                Character.isUpperCase(before) && i + 1 < camel.length() && Character.isLowerCase(camel.charAt(i + 1));
        return before != '_' && (!Character.isUpperCase(before) || endsAcronym);
    }
}
