package io.leasehold.pki.http;

/** What a request asks for. These are all there are. */
sealed interface Wanted {

    /**
     * A document as it is.
     *
     * @param path where the engine has it
     * @param ofMount whether it is the mount's own, which is empty before there is an authority, and not missing
     */
    record Raw(String path, boolean ofMount) implements Wanted {}

    /**
     * Fields, as JSON.
     *
     * @param path where the engine has them
     */
    record Fields(String path) implements Wanted {}

    /**
     * Names, as JSON.
     *
     * @param path what to list
     */
    record Names(String path) implements Wanted {}

    /**
     * An answer about a certificate, asked for in the path.
     *
     * @param request the question in base64
     */
    record OcspGet(String request) implements Wanted {}

    /** An answer about a certificate, asked for in the body. */
    record OcspPost() implements Wanted {}
}
