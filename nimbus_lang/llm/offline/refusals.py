"""What people ask for that the offline translator cannot make, each with what there is instead.

A row: patterns, and either the raw type that the spec can hold (`aws.dynamodb_table`), or a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Things that are known and not made. `raw` is a provider's type for it, where there is one."""

    patterns: str
    raw: str = ""
    instead: str = ""


_POSTGRES = "The library's database is PostgreSQL: say `Postgres`."
_AWS = "Nimbus makes AWS, Kubernetes and Helm resources. Say what of these you want."
_NETWORK = (
    "A network makes its subnets, routes and security groups itself: say `a VPC over three zones`."
)

REFUSALS = (
    Refusal(
        "mysql; mariadb; percona; mysql database; mariadb database", "aws.db_instance", _POSTGRES
    ),
    Refusal(
        "aurora; aurora mysql|postgres|postgresql?; aurora cluster; aurora serverless",
        "aws.rds_cluster",
        _POSTGRES,
    ),
    Refusal("oracle database|db?; sql server; sqlserver; mssql; db2", "aws.db_instance", _POSTGRES),
    Refusal(
        "mongodb; mongo; documentdb; docdb; documentdb cluster", "aws.docdb_cluster", _POSTGRES
    ),
    Refusal("dynamodb; dynamo; dynamodb table", "aws.dynamodb_table", _POSTGRES),
    Refusal(
        "cassandra; keyspace; scylladb; cockroachdb; neo4j; clickhouse; snowflake; sqlite",
        "",
        _POSTGRES,
    ),
    Refusal("neptune; neptune cluster", "aws.neptune_cluster", _POSTGRES),
    Refusal("redshift; redshift cluster; data warehouse", "aws.redshift_cluster"),
    Refusal(
        (
            "redis; valkey; memcached; elasticache; cache; redis cluster|cache; elasticache "
            "cluster|user?; redis database|db|instance"
        ),
        "aws.elasticache_replication_group",
    ),
    Refusal(
        "opensearch; elasticsearch; elastic search; opensearch|elasticsearch cluster|domain",
        "aws.opensearch_domain",
    ),
    Refusal(
        "read replica; {count} read replica; replica database; database replica", "aws.db_instance"
    ),
    Refusal(
        "kafka; msk; kafka|msk cluster; managed kafka",
        "aws.msk_cluster",
        "There is `an SQS queue`.",
    ),
    Refusal(
        "rabbitmq; activemq; rabbit; message broker; mq broker",
        "aws.mq_broker",
        "There is `an SQS queue`.",
    ),
    Refusal(
        "sns; sns topic; topic; push notification; pub sub; pubsub",
        "aws.sns_topic",
        "There is `an SQS queue`.",
    ),
    Refusal(
        "kinesis; kinesis stream; firehose; kinesis firehose; data stream; delivery stream",
        "aws.kinesis_stream",
    ),
    Refusal(
        "eventbridge; eventbridge rule; event bus; event bridge",
        "aws.cloudwatch_event_rule",
        "There is `a cron job`.",
    ),
    Refusal("step function; state machine", "aws.sfn_state_machine"),
    Refusal(
        (
            "ec2; ec2 instance|server|machine; virtual machine; vm; bare metal; instance; "
            "server; autoscaling group; bastion; bastion host; jump host; linux|ubuntu|windows "
            "server|instance|machine?"
        ),
        "aws.instance",
        "There is `a web service`, `a worker` or `a Lambda function`.",
    ),
    Refusal(
        (
            "ecs; ecs cluster|service; fargate; fargate profile; app runner; beanstalk; "
            "elastic beanstalk; elastic beanstalk environment|application; lightsail; heroku; "
            "docker swarm; nomad; openshift"
        ),
        "aws.ecs_service",
        "There is `an EKS cluster` with `a web service`.",
    ),
    Refusal(
        (
            "load balancer; alb; nlb; elb; application|network load balancer; gateway load "
            "balancer; load balancing; elastic load balancer"
        ),
        "aws.lb",
        "An ingress can be made with `a Helm release` of an ingress chart.",
    ),
    Refusal(
        "ingress; ingress controller; service mesh; istio; nginx ingress; traefik",
        "",
        "Say `a Helm release with chart ADDRESS version V`.",
    ),
    Refusal(
        "cloudfront; cdn; cloudfront distribution; content delivery network; edge cache",
        "aws.cloudfront_distribution",
    ),
    Refusal(
        ("route 53; route53; dns; domain; domain name; dns record|zone; hosted zone; subdomain"),
        "aws.route53_record",
    ),
    Refusal("certificate; acm; ssl; tls; https; tls|ssl|acm certificate", "aws.acm_certificate"),
    Refusal(
        (
            "api gateway; apigateway; rest api gateway; http api gateway; lambda function url; "
            "function url"
        ),
        "aws.apigatewayv2_api",
    ),
    Refusal(
        (
            "static website|site; static hosting; website hosting; host static website; static "
            "web hosting"
        ),
        "aws.s3_bucket_website_configuration",
    ),
    Refusal(
        "efs; elastic file system; file system; nfs; shared storage; fsx; ebs; ebs volume",
        "aws.efs_file_system",
    ),
    Refusal(
        "ecr; container registry; image registry; docker registry; ecr repository",
        "aws.ecr_repository",
    ),
    Refusal(
        "iam; iam role|user|policy|group; role; service account; instance profile", "aws.iam_role"
    ),
    Refusal(
        "cognito; user pool; login; authentication; authorization; sso; auth",
        "aws.cognito_user_pool",
    ),
    Refusal(
        "waf; firewall; ddos protection; shield; web application firewall", "aws.wafv2_web_acl"
    ),
    Refusal(
        (
            "security group; firewall rule; route table; network acl; elastic ip; transit "
            "gateway; vpc endpoint; egress only internet gateway"
        ),
        "aws.security_group",
        _NETWORK,
    ),
    Refusal(
        (
            "vpn; vpn connection|gateway; direct connect; vpc peering; peering; private link; "
            "privatelink"
        ),
        "aws.vpn_connection",
    ),
    Refusal(
        "kms; kms key; customer managed key; encryption key; secrets manager; secret; vault",
        "aws.secretsmanager_secret",
        ("What the library makes is encrypted, and AWS makes and keeps the database's password."),
    ),
    Refusal(
        "password; username and password; credential; api key",
        "",
        (
            "AWS makes the database's password and keeps it in Secrets Manager; a secret of "
            'your own is written in the spec: `password = aws.secret("shop/db", key = '
            '"password")`.'
        ),
    ),
    Refusal(
        (
            "cloudwatch; alarm; monitoring; metric; dashboard; prometheus; grafana; cloudwatch "
            "alarm|dashboard|log|metric; alert; alerting; logging; log group; observability; "
            "tracing"
        ),
        "aws.cloudwatch_metric_alarm",
        "A chart can be installed with `a Helm release`.",
    ),
    Refusal(
        (
            "ses; email service; smtp; codebuild; codepipeline; ci cd; pipeline; github "
            "action; jenkins; argocd; argo cd; flux; gitops"
        ),
        "",
        "A chart can be installed with `a Helm release`.",
    ),
    Refusal(
        (
            "sagemaker; sagemaker notebook; bedrock; machine learning; gpu; gpu node; glue; "
            "athena; emr; spark; airflow; kendra; lex bot; amazon connect; chime"
        ),
        "",
    ),
    Refusal(
        (
            "azure; azure sql|blob|function|devops?; aks; microsoft azure; cosmos; cosmosdb; "
            "blob storage"
        ),
        "",
        _AWS,
    ),
    Refusal(
        (
            "gcp; google; google cloud; google cloud platform; gke; bigquery; cloud run; cloud "
            "sql; gcs; pub/sub; firestore"
        ),
        "",
        _AWS,
    ),
    Refusal(
        (
            "digitalocean; digital ocean; linode; hetzner; ovh; alibaba; alicloud; oracle "
            "cloud; oci; ibm cloud; vmware; vsphere; on premise; openstack; cloudflare; "
            "vercel; netlify"
        ),
        "",
        _AWS,
    ),
    Refusal(
        "spot; spot instance|node; reserved instance; fargate spot; savings plan",
        "",
        "The library's cluster has nodes on demand.",
    ),
    Refusal(
        "windows node; arm node; gpu node; node group",
        "",
        "The library's cluster has one group of nodes: say `2 to 6 m6i.large nodes`.",
    ),
    Refusal("ipv6; dual stack; ipv6 address", "", "The library's network has IPv4 addresses."),
    Refusal(
        (
            "{count} region; multi region; several|two|three|multiple region; cross region; "
            "cross region replication; replicated to {region}; replicate to {region}; "
            "another|second region"
        ),
        "",
        "A stack lies in one region; make a second stack for the other, or an overlay.",
    ),
    Refusal(
        (
            "volume; persistent volume; pvc; stateful set; statefulset; daemon set; daemonset; "
            "config map; configmap"
        ),
        "",
        "Write it as a raw object in the spec: `k8s.core.v1.ConfigMap`.",
    ),
    Refusal(
        (
            "lifecycle rule; glacier; lifecycle policy; storage class; intelligent tiering; "
            "replication; bucket policy; cors; event notification; access log; object lock; "
            "transfer acceleration"
        ),
        "aws.s3_bucket_lifecycle_configuration",
    ),
)
