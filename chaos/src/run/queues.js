import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

/** The numbers of messages that each queue has: visible, in flight and delayed. */
export async function depths({ sqs, outputs }) {
  const names = Object.keys(outputs.queues);
  const all = await Promise.all(
    names.map(async (name) => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: outputs.queues[name].url,
          AttributeNames: COUNTS,
        }),
      );
      const [visible, inFlight, delayed] = COUNTS.map((count) => Number(Attributes[count]));
      return [name, { visible, inFlight, delayed, all: visible + inFlight + delayed }];
    }),
  );
  return Object.fromEntries(all);
}

export function total(queues) {
  return Object.values(queues).reduce((sum, { all }) => sum + all, 0);
}
