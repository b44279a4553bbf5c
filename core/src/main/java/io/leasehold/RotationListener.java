package io.leasehold;

/** Is told of rotations. What it throws is logged and goes no further. */
@FunctionalInterface
public interface RotationListener {

    /**
     * A fresh secret is current. Runs on a thread of the broker; the old lease is not revoked before this returns, nor
     * before every hold taken in it is closed.
     *
     * @param rotation the change
     */
    void rotated(Rotation rotation);
}
