package io.leasehold.database.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.error.InvalidRequestException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PostgresAddressProperties {

    @Property
    void whatIsEncodedComesBackFromEveryForm(
            @ForAll("texts") String user, @ForAll("texts") String password, @ForAll("texts") String database) {
        Assume.that(!user.contains("{{") && !password.contains("{{") && !database.contains("{{"));
        String login = PercentCode.encode(user) + ":" + PercentCode.encode(password);
        String name = PercentCode.encode(database);

        assertRead("postgresql://" + login + "@h:7/" + name, user, password, database);
        assertRead("jdbc:postgresql://" + login + "@h:7/" + name, user, password, database);
        assertRead(
                "jdbc:postgresql://h:7/" + name + "?user=" + PercentCode.encode(user) + "&password="
                        + PercentCode.encode(password),
                user,
                password,
                database);
        assertRead(
                "host=h port=7 user=" + quoted(user) + " password = " + quoted(password) + " dbname="
                        + quoted(database),
                user,
                password,
                database);
    }

    @Property
    void noFormShowsItsPassword(
            @ForAll("secrets") String secret, @ForAll("noise") String before, @ForAll("noise") String after) {
        for (String url : new String[] {
            "postgresql://bob:" + before + secret + after + "@h/d",
            "postgresql://h/d?password=" + before + secret + after,
            "host=h dbname=d password=" + before + secret + after,
            "host=h dbname=d password='" + before + secret + after + "'",
            "jdbc:postgresql://h/d?sslmode=require&password=" + before + secret + after + "&connect_timeout=3",
            before + secret + after,
        }) {
            try {
                PostgresAddress address = PostgresAddress.parse(url);
                // A separator that was not encoded ends the password: what follows it is no secret to anyone who reads
                // it.
                if (address.password().isPresent()
                        && address.password().get().reveal().contains(secret)) {
                    assertThat(address.displayUrl()).doesNotContain(secret);
                    assertThat(address.toString() + address.warnings()).doesNotContain(secret);
                }
            } catch (InvalidRequestException refused) {
                assertThat(refused.getMessage()).doesNotContain(secret);
            }
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(PostgresAddressProperties::isText),
                Arbitraries.strings()
                        .withChars("/?#@:&=+%'\\ {}[],;\"$")
                        .ofMinLength(1)
                        .ofMaxLength(12));
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings().withCharRange('A', 'Z').ofLength(12).map(text -> "S" + text);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings().withChars("/?#@:&=+%'\\ {}[],x1").ofMaxLength(4);
    }

    private static boolean isText(String text) {
        return text.indexOf('\0') < 0
                && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static void assertRead(String url, String user, String password, String database) {
        PostgresAddress address = PostgresAddress.parse(url);

        assertThat(address.hosts()).isEqualTo("h:7");
        assertThat(address.username()).contains(user);
        assertThat(address.password().orElseThrow().reveal()).isEqualTo(password);
        assertThat(address.database()).isEqualTo(database);
    }
}
