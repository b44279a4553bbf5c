package io.leasehold.sink;

import io.leasehold.Secret;
import io.leasehold.sink.internal.format.Formats;

/** Makes the content of a file of a secret. Thread-safe. {@link SinkFile.Builder#template} is for everything else. */
@FunctionalInterface
public interface FileContent {

    /**
     * The content.
     *
     * @param secret the secret as it is now
     * @return the text, which is written as UTF-8
     * @throws io.leasehold.error.InvalidRequestException when the secret lacks a field
     */
    String of(Secret secret);

    /**
     * All fields as a Java properties file, in ASCII.
     *
     * @return the format
     */
    static FileContent properties() {
        return secret -> Formats.properties(secret.data());
    }

    /**
     * All fields as variables for a shell ({@code . FILE}) or systemd's {@code EnvironmentFile}: names in upper case, values in
     * single quotes.
     *
     * @param prefix what each name begins with, such as {@code DB_}; may be empty
     * @return the format
     */
    static FileContent environment(String prefix) {
        return secret -> Formats.environment(prefix, secret.data());
    }

    /**
     * All fields as one JSON object.
     *
     * @return the format
     */
    static FileContent json() {
        return secret -> Formats.json(secret.data());
    }

    /**
     * The private key, the certificate and its chain, in this order, as HAProxy and others want them in one file.
     *
     * @return the format
     */
    static FileContent pemBundle() {
        return secret -> Formats.pem(true, secret.data());
    }

    /**
     * The certificate and its chain without the key, as nginx and others want them.
     *
     * @return the format
     */
    static FileContent certificateChain() {
        return secret -> Formats.pem(false, secret.data());
    }

    /**
     * One field alone: as it is, and with an end of line when it is PEM. A list is its elements, one a line.
     *
     * @param name the field, such as {@code password}
     * @return the format
     */
    static FileContent field(String name) {
        return secret -> Formats.field(name, secret.data());
    }
}
