/**
 * A screen that is loaded when somebody goes there. Not by Suspense: what that shows in the meantime stays for 300 ms at
 * least, also where the screen is here after 30. Drawn as a transition, piece by piece, so that on a slow telephone the
 * page answers in between.
 */

import { type ComponentType, type ReactNode, startTransition, useEffect, useState } from 'react';

interface Meanwhile {
  /** Shown until it is here. */
  readonly meanwhile: ReactNode;
}

/** @returns the screen; what came of a load that failed goes to the boundary around it. */
export function lateScreen<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  let loaded: ComponentType<Props> | null = null;
  const loading = () => {
    const arriving = load();
    // It is heard below, if the screen is still wanted by then.
    arriving.catch(() => undefined);
    return arriving;
  };
  return function Screen({ meanwhile, ...props }: Props & Meanwhile) {
    const [Loaded, setLoaded] = useState(() => loaded);
    const [arriving] = useState(() => (Loaded === null ? loading() : null));
    useEffect(() => {
      let isLeft = false;
      arriving?.then(
        (module) => {
          loaded = module.default;
          if (!isLeft) startTransition(() => setLoaded(() => module.default));
        },
        (error) => {
          if (isLeft) return;
          setLoaded(() => {
            throw error;
          });
        },
      );
      return () => {
        isLeft = true;
      };
    }, [arriving]);
    return Loaded === null ? meanwhile : <Loaded {...(props as unknown as Props)} />;
  };
}
