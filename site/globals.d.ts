// The types that JSDoc comments in public/js name. Those of the API come from the contract.
import type { components, operations } from './target/types.d.ts';
import type { Api as ApiClient } from './public/js/model/api.js';
import type { PhotoList as List } from './public/js/model/photo-list.js';
import type { Problem as ApiProblem } from './public/js/model/problem.js';
import type { UploadQueue as Queue } from './public/js/model/upload-queue.js';
import type { texts } from './public/js/texts.js';

type Schemas = components['schemas'];

declare global {
  type Image = Schemas['Image'];
  /** An image as lists have it or as a whole. */
  type AnyImage = Schemas['ImageBrief'] | Image;
  type AnyLabel = Schemas['LabelBrief'] & Partial<Schemas['Label']>;
  type Box = Schemas['Box'];
  type Limits = Schemas['UploadLimits'];
  type PresignedPut = Schemas['Upload'];
  type UploadRequest = Schemas['UploadRequest'];
  type ImagePage = Schemas['ImagePage'];
  type LabelList = Schemas['LabelList'];
  type ListQuery = NonNullable<operations['listImages']['parameters']['query']>;

  type Api = ApiClient;
  type PhotoList = List;
  type Problem = ApiProblem;
  type UploadQueue = Queue;
  type Texts = typeof texts;

  /** A label with the colour of its boxes, if it has boxes. */
  type RankedLabel = Schemas['Label'] & { id: string; colour?: number };
  type RankedBox = { label: RankedLabel; number: number; confidence: number; box: Box };

  type Route =
    | { view: 'home' }
    | { view: 'photo'; key: string; from?: number }
    | { view: 'search'; label: string; minConfidence?: number }
    | { view: 'unknown' };

  interface View {
    element: HTMLElement;
    heading: HTMLElement;
    title: string;
    list?: PhotoList;
    /** Fulfilled when there is something to see. */
    ready?: Promise<unknown>;
    /** The same view at another place of its slider. */
    update?(route: Route): void;
    /** Called when another view takes its place. */
    leave?(): void;
  }

  type Phase =
    | 'checking'
    | 'queued'
    | 'hashing'
    | 'requesting'
    | 'sending'
    | 'pausing'
    | 'processing'
    | 'done'
    | 'failed'
    | 'refused'
    | 'cancelled';

  interface UploadState {
    phase: Phase;
    sent: number;
    total: number;
    tries: number;
    retryAt?: number;
    reason?: string;
    key?: string;
    image?: Image;
    slow?: boolean;
  }

  interface UploadItem {
    id: number;
    /** The same for files that were added together. */
    batch: number;
    file: File;
    /** When a person added it, in ms since 1970. */
    added: number;
    state: UploadState;
    place?: PresignedPut;
    stop?: AbortController;
  }

  type UploadListener = (item: UploadItem, before: UploadState | undefined) => void;

  /** An upload of this or the last visit. */
  interface StashedUpload {
    file: File;
    added?: number;
    place?: PresignedPut;
    isSent?: boolean;
  }

  interface WatchOptions {
    signal?: AbortSignal;
    wait: (ms: number, signal?: AbortSignal) => Promise<void>;
    isKnown?: boolean;
    onImage?: (image: Image) => void;
    /** It takes long. */
    onSlow?: () => void;
  }

  interface GalleryOptions {
    api: Api;
    list: PhotoList;
    byDay?: boolean;
    without?: (key: string) => boolean;
    empty?: () => NoticeContent;
  }

  interface NoticeContent {
    symbol: string;
    title: string;
    more?: string;
    actions?: Node[];
    role?: string;
  }

  interface PictureOptions {
    alt: string;
    onLight?: (label?: RankedLabel) => void;
    onPin?: (label: RankedLabel) => void;
    onFail?: () => void;
  }

  type Fetch = (url: string, init?: RequestInit) => Promise<Response>;
}
