package io.leasehold.aws.internal.key;

import java.util.List;

/** A {@link ManagedKey} in the making, so that a transition names only what it changes. For one thread. */
final class KeyDraft {

    String userName = "";
    String userId = "";
    String accessKey = "";
    String secretKey = "";
    boolean rotating;
    long doubtSince;
    long doubtUntil;
    List<String> known = List.of();
    String pendingKey = "";
    String pendingSecret = "";
    String retiringKey = "";
    String retiringSecret = "";
    long settleAt;
    int settleAttempts;
    String settleError = "";
    String claim = "";
    long claimUntil;
    long lastRotation;
    long nextRotation;
    int attempts;
    long notBefore;
    String lastError = "";

    KeyDraft() {}

    KeyDraft(ManagedKey from) {
        userName = from.userName();
        userId = from.userId();
        accessKey = from.accessKey();
        secretKey = from.secretKey();
        rotating = from.rotating();
        doubtSince = from.doubtSince();
        doubtUntil = from.doubtUntil();
        known = from.known();
        pendingKey = from.pendingKey();
        pendingSecret = from.pendingSecret();
        retiringKey = from.retiringKey();
        retiringSecret = from.retiringSecret();
        settleAt = from.settleAt();
        settleAttempts = from.settleAttempts();
        settleError = from.settleError();
        claim = from.claim();
        claimUntil = from.claimUntil();
        lastRotation = from.lastRotation();
        nextRotation = from.nextRotation();
        attempts = from.attempts();
        notBefore = from.notBefore();
        lastError = from.lastError();
    }

    void release() {
        claim = "";
        claimUntil = 0;
    }

    void undoubt() {
        doubtSince = 0;
        doubtUntil = 0;
        known = List.of();
    }

    void settled() {
        settleAt = 0;
        settleAttempts = 0;
        settleError = "";
    }

    ManagedKey done() {
        return new ManagedKey(
                userName,
                userId,
                accessKey,
                secretKey,
                rotating,
                doubtSince,
                doubtUntil,
                known,
                pendingKey,
                pendingSecret,
                retiringKey,
                retiringSecret,
                settleAt,
                settleAttempts,
                settleError,
                claim,
                claimUntil,
                lastRotation,
                nextRotation,
                attempts,
                notBefore,
                lastError);
    }
}
