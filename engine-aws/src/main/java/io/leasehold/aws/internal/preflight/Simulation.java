package io.leasehold.aws.internal.preflight;

import io.leasehold.aws.AwsPreflight.MissingPermission;
import io.leasehold.aws.internal.client.AwsErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/**
 * Asks AWS what a principal may do ({@code SimulatePrincipalPolicy}): once for each thing and what requests for it carry, with all
 * actions on it. It heeds the principal's policies, groups, boundary and the organisation's policies, and not the trust policies of
 * roles. Stateless.
 */
final class Simulation {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Simulation() {}

    private record Question(String resource, Map<String, List<String>> context) {}

    /**
     * What is missing.
     *
     * @throws io.leasehold.error.TargetRefusedException when the simulation is not allowed
     */
    static List<MissingPermission> missing(IamClient iam, String principal, Collection<Need> needs) {
        Map<Question, Set<String>> questions = new LinkedHashMap<>();
        needs.forEach(need -> questions
                .computeIfAbsent(new Question(need.resource(), need.context()), question -> new LinkedHashSet<>())
                .addAll(need.feature().actions()));
        Map<Question, Map<String, EvaluationResult>> answers = new HashMap<>();
        questions.forEach((question, actions) -> answers.put(question, ask(iam, principal, question, actions)));
        Set<MissingPermission> missing = new LinkedHashSet<>();
        for (Need need : needs) {
            Map<String, EvaluationResult> answer =
                    answers.getOrDefault(new Question(need.resource(), need.context()), Map.of());
            for (String action : need.feature().actions()) {
                EvaluationResult result = answer.get(action);
                if (result == null || result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED) {
                    missing.add(new MissingPermission(
                            action,
                            need.resource(),
                            need.feature().use(),
                            need.feature().isOptional(),
                            reason(result)));
                }
            }
        }
        return List.copyOf(missing);
    }

    private static Map<String, EvaluationResult> ask(
            IamClient iam, String principal, Question question, Collection<String> actions) {
        try {
            Map<String, EvaluationResult> results = new HashMap<>();
            iam.simulatePrincipalPolicyPaginator(request -> request.policySourceArn(principal)
                            .actionNames(actions)
                            .resourceArns(question.resource())
                            .contextEntries(entries(question.context()))
                            .overrideConfiguration(overrides -> overrides.apiCallTimeout(LIMIT)))
                    .evaluationResults()
                    .forEach(result -> results.put(result.evalActionName(), result));
            return results;
        } catch (SdkException failure) {
            throw AwsErrors.of("SimulatePrincipalPolicy", false, failure);
        }
    }

    /** {@code aws:TagKeys} is the one key that has several values. */
    private static List<ContextEntry> entries(Map<String, List<String>> context) {
        List<ContextEntry> entries = new ArrayList<>();
        context.forEach((key, values) -> entries.add(ContextEntry.builder()
                .contextKeyName(key)
                .contextKeyType(key.equals("aws:TagKeys") ? ContextKeyTypeEnum.STRING_LIST : ContextKeyTypeEnum.STRING)
                .contextKeyValues(values)
                .build()));
        return entries;
    }

    private static String reason(@Nullable EvaluationResult result) {
        if (result == null) {
            return "no answer";
        }
        List<String> unknown = result.missingContextValues();
        return result.evalDecisionAsString()
                + (unknown.isEmpty() ? "" : ", depending on " + String.join(", ", unknown));
    }
}
