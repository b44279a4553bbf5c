package io.leasehold.testkit.broker;

/** Stands for the death of a process: nothing in the library catches it, and whoever died can do nothing more. */
final class ProcessDied extends Error {

    private static final long serialVersionUID = 1L;

    ProcessDied() {
        super("the process died");
    }
}
