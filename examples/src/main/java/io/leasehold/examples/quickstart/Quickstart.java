package io.leasehold.examples.quickstart;

/** The example that the README opens with. */
public final class Quickstart {

    private Quickstart() {}

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println("Leasehold quickstart");
    }
}
