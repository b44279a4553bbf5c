package io.leasehold.aws.standin;

/** A request that came in and is who it says it is. */
record Call(String action, Parameters parameters, Caller caller) {}
