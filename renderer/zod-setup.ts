/** zod must not try to compile code: our content security policy forbids it and would count the try as a violation. Imported first. */
import { z } from 'zod';

z.config({ jitless: true });
