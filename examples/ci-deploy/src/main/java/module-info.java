/** The deployment step of a CI pipeline. */
module io.leasehold.examples.deploy {
    requires static org.jspecify;
    requires io.leasehold.aws;
    requires io.leasehold.core;
}
