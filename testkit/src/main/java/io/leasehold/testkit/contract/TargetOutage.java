package io.leasehold.testkit.contract;

/** How a contract test makes a target unreachable and reachable again. */
public interface TargetOutage {

    /** Makes the target unreachable: existing connections break, or answer no more, and new ones are refused. */
    void begin();

    /** Makes the target reachable again, with everything that it held. Does nothing when it is reachable. */
    void end();
}
