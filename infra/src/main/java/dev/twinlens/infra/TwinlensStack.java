package dev.twinlens.infra;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import dev.twinlens.infra.api.Endpoints;
import dev.twinlens.infra.api.HttpApi;
import dev.twinlens.infra.azure.AzureBackup;
import dev.twinlens.infra.azure.SasValidity;
import dev.twinlens.infra.functions.FunctionSpec;
import dev.twinlens.infra.functions.Functions;
import dev.twinlens.infra.functions.Queues;
import dev.twinlens.infra.monitoring.CostBudget;
import dev.twinlens.infra.monitoring.Monitoring;
import dev.twinlens.infra.pipeline.Notifications;
import dev.twinlens.infra.pipeline.QueueConsumer;
import dev.twinlens.infra.pipeline.ScheduledFunction;
import dev.twinlens.infra.pipeline.UploadEvents;
import dev.twinlens.infra.pipeline.UploadNotification;
import dev.twinlens.infra.settings.AwsProvider;
import dev.twinlens.infra.settings.RegionalService;
import dev.twinlens.infra.settings.Settings;
import dev.twinlens.infra.settings.SettingsException;
import dev.twinlens.infra.site.Site;
import dev.twinlens.infra.site.SiteAddress;
import dev.twinlens.infra.storage.BrowserAccess;
import dev.twinlens.infra.storage.ImageStore;
import dev.twinlens.infra.support.StackContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The whole system on one page: its components, and what each passes to the next. */
final class TwinlensStack {
  /**
   * An audit of many images takes several invocations, each of which continues where the one before
   * ended. Each also reports, so that silence is noticed soon.
   */
  private static final Duration AUDIT_PERIOD = Duration.ofMinutes(15);

  private TwinlensStack() {}

  /**
   * Registers every resource and output of a stack.
   *
   * @throws SettingsException before any resource is registered
   */
  static void register(Context context, Clock clock) {
    var settings = Settings.from(context.config());
    var aws =
        AwsProvider.register(
            context.config("aws"),
            StackContext.tags(context),
            RegionalService.neededBy(settings.siteHosting()));
    var stack = StackContext.of(context, aws, settings.governance());
    var options = ComponentResourceOptions.builder().providers(aws).build();
    // The engine protects a component's children, too: what guards the data is kept with it.
    var dataOptions =
        ComponentResourceOptions.builder().providers(aws).protect(stack.protectData()).build();

    var store =
        new ImageStore(
            "store",
            new ImageStore.Args(
                Functions.UPLOAD_URL_EXPIRY, Functions.VIEW_URL_EXPIRY, stack.protectData()),
            dataOptions);
    var uploads =
        new UploadEvents(
            "uploads", new UploadEvents.Args(store.images(), stack.accountId()), options);
    var notifications =
        new Notifications(
            "notifications", new Notifications.Args(settings.emails().notifications()), options);
    var azure =
        new AzureBackup(
            "azurebackup",
            new AzureBackup.Args(
                settings.backup().tier(),
                settings.backup().retentionDays(),
                settings.backup().immutabilityDays(),
                settings.backup().resourceGroup(),
                SasValidity.at(clock),
                stack),
            ComponentResourceOptions.builder().protect(stack.protectData()).build());

    var functions = new Functions(settings, store, notifications.topicArn(), azure);
    BiFunction<FunctionSpec, Integer, QueueConsumer> consumer =
        (function, concurrency) ->
            new QueueConsumer(
                function.name(),
                new QueueConsumer.Args(function, uploads.topicArn(), concurrency, stack),
                options);
    var classify = consumer.apply(functions.classify(), settings.concurrency().classify());
    var backup = consumer.apply(functions.backup(), settings.concurrency().backup());
    var thumbnail = consumer.apply(functions.thumbnail(), settings.concurrency().thumbnail());
    var consumers = List.of(classify, backup, thumbnail);
    new UploadNotification(
        "uploads-notification",
        new UploadNotification.Args(store.images(), uploads, consumers),
        options);

    var audit =
        new ScheduledFunction(
            "audit",
            new ScheduledFunction.Args(
                functions.audit(
                    new Queues(
                        classify.queueAddress(), backup.queueAddress(), thumbnail.queueAddress())),
                AUDIT_PERIOD,
                stack),
            options);

    var address = SiteAddress.of("site", settings.siteHosting(), options);
    var api =
        new HttpApi(
            "api",
            new HttpApi.Args(
                Endpoints.of(functions, settings.api().allowDelete()),
                address.crossOrigin(),
                settings.api().rateLimit(),
                settings.api().burstLimit(),
                stack),
            options);
    var site =
        address.serve(
            "site",
            new Site.Backend(api.url(), api.paths(), store.presignedOrigins()),
            stack,
            options);
    new BrowserAccess(
        "store-browsers",
        new BrowserAccess.Args(store.images(), store.results(), site.origin()),
        options);

    var monitoring =
        new Monitoring(
            "monitoring",
            new Monitoring.Args(
                api,
                consumers,
                audit,
                settings.backup().verifyMiBPerDay(),
                settings.emails().alarms(),
                stack),
            options);
    settings
        .governance()
        .monthlyBudgetUsd()
        .ifPresent(
            usd ->
                new CostBudget(
                    "costs", new CostBudget.Args(usd, settings.emails().alarms()), options));

    context
        .export("apiUrl", api.url())
        .export("siteUrl", site.origin())
        .export("imagesBucket", store.images().bucketName())
        .export("resultsBucket", store.results().bucketName())
        .export("imagesTable", store.tableName())
        .export("uploadsTopic", uploads.topicArn())
        .export("notificationsTopic", notifications.topicArn())
        .export("backupContainerUrl", azure.containerUrl())
        .export("backupImmutabilityDays", Output.of(settings.backup().immutabilityDays().orElse(0)))
        .export(
            "queues",
            Output.all(classify.urls(), backup.urls(), thumbnail.urls())
                .applyValue(
                    urls ->
                        Map.of(
                            "classify", urls.get(0),
                            "backup", urls.get(1),
                            "thumbnail", urls.get(2))))
        .export("dashboardUrl", monitoring.dashboardUrl());
  }
}
