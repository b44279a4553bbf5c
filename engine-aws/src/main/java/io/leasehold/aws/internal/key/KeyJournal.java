package io.leasehold.aws.internal.key;

import io.leasehold.rotation.RotationJournal;

/** Where one managed key is stored; empty when it is not managed any more. Thread-safe. */
public interface KeyJournal extends RotationJournal<ManagedKey> {}
