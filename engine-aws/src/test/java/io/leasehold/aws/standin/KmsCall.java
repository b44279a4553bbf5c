package io.leasehold.aws.standin;

import java.util.Map;

/**
 * A request to KMS as it came in.
 *
 * @param action the action
 * @param keyId its {@code KeyId}, empty for none
 * @param context its encryption context
 */
public record KmsCall(String action, String keyId, Map<String, String> context) {}
