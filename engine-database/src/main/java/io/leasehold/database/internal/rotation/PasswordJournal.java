package io.leasehold.database.internal.rotation;

import io.leasehold.rotation.RotationJournal;

/** Where one managed password is stored; empty when it is not managed any more. Thread-safe. */
public interface PasswordJournal extends RotationJournal<ManagedPassword> {}
