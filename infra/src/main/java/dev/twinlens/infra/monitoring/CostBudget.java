package dev.twinlens.infra.monitoring;

import com.pulumi.aws.budgets.Budget;
import com.pulumi.aws.budgets.BudgetArgs;
import com.pulumi.aws.budgets.inputs.BudgetNotificationArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Warns of what the AWS account costs in a month. Creates a budget.
 *
 * <p>It counts the whole account: the costs of a tag are counted only after an administrator has
 * activated that tag for cost allocation, and until then a budget for it would stay at zero.
 * Azure's costs are not in it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html">Managing
 *     your costs with AWS Budgets</a>
 */
public final class CostBudget extends ComponentResource {
  /**
   * What a caller decides.
   *
   * @param monthlyUsd the limit of a calendar month, in US dollars
   * @param email gets a mail at 80 % of the limit, and when AWS expects the month to exceed it;
   *     empty for a budget that only the console shows
   */
  public record Args(int monthlyUsd, Optional<String> email) {}

  public CostBudget(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:CostBudget", name, options);
    new Budget(
        name + "-budget",
        BudgetArgs.builder()
            .budgetType("COST")
            .timeUnit("MONTHLY")
            .limitAmount(String.valueOf(args.monthlyUsd()))
            .limitUnit("USD")
            .notifications(
                args.email()
                    .map(
                        email ->
                            List.of(above("ACTUAL", 80, email), above("FORECASTED", 100, email)))
                    .orElse(List.of()))
            .build(),
        CustomResourceOptions.builder().parent(this).build());
    registerOutputs(Map.of());
  }

  private static BudgetNotificationArgs above(String type, double percent, String email) {
    return BudgetNotificationArgs.builder()
        .notificationType(type)
        .comparisonOperator("GREATER_THAN")
        .threshold(percent)
        .thresholdType("PERCENTAGE")
        .subscriberEmailAddresses(email)
        .build();
  }
}
