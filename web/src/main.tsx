import '@mantine/core/styles.css';
import './app/tokens.css';
import './app/base.css';
import { createRoot } from 'react-dom/client';
import { openSession } from './api/session';
import { reportHeight } from './app/frame-height';
import { Providers } from './app/providers';
import { router } from './app/router';
import { isPath } from './app/is-path';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(<Providers />);
  reportHeight(root);
}

const next = await openSession();
if (next !== null && isPath(next)) router.history.replace(next);
