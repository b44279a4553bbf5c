package io.leasehold.aws.internal.user;

import io.leasehold.aws.internal.client.AwsErrors;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** Lists of what a user has: one that is gone has nothing. */
final class Absent {

    private Absent() {}

    static <T> List<T> orEmpty(String action, Supplier<List<T>> list) {
        try {
            return list.get();
        } catch (SdkException failure) {
            if (AwsErrors.isAbsent(failure)) {
                return List.of();
            }
            throw AwsErrors.of(action, false, failure);
        }
    }
}
