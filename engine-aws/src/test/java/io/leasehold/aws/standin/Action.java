package io.leasehold.aws.standin;

/** One action of the API. Runs with the account's monitor held. */
@FunctionalInterface
interface Action {

    /** Does it, and writes the content of the result; or throws an {@link AwsError} and has done nothing. */
    void run(Call call, Xml result);
}
