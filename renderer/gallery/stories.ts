// Every component that has stories. A file of stories that is missing here fails test/unit/renderer/ui/stories.test.ts.
import { stories as settings } from '../app/Settings.stories.tsx'
import { stories as demoPanel } from '../demo/DemoPanel.stories.tsx'
import { stories as alarmList } from '../dispatcher/AlarmList.stories.tsx'
import { stories as channelsDetail } from '../dispatcher/ChannelsDetail.stories.tsx'
import { stories as dispatcher } from '../dispatcher/Dispatcher.stories.tsx'
import { stories as faultLine } from '../dispatcher/FaultLine.stories.tsx'
import { stories as serviceDetail } from '../dispatcher/ServiceDetail.stories.tsx'
import { stories as unitReport } from '../dispatcher/UnitReport.stories.tsx'
import { stories as review } from '../review/Review.stories.tsx'
import { stories as strip } from '../strip/Strip.stories.tsx'
import { stories as button } from '../ui/Button.stories.tsx'
import { stories as card } from '../ui/Card.stories.tsx'
import { stories as channelRow } from '../ui/ChannelRow.stories.tsx'
import { stories as chip } from '../ui/Chip.stories.tsx'
import { stories as coverageMark } from '../ui/CoverageMark.stories.tsx'
import { stories as groupKey } from '../ui/GroupKey.stories.tsx'
import { stories as icon } from '../ui/Icon.stories.tsx'
import { stories as keycap } from '../ui/Keycap.stories.tsx'
import { stories as notice } from '../ui/Notice.stories.tsx'
import { stories as overlay } from '../ui/Overlay.stories.tsx'
import { stories as panel } from '../ui/Panel.stories.tsx'
import { stories as segments } from '../ui/Segments.stories.tsx'
import { stories as serviceCell } from '../ui/ServiceCell.stories.tsx'
import { stories as shape } from '../ui/Shape.stories.tsx'
import { stories as simulationMark } from '../ui/SimulationMark.stories.tsx'
import { stories as tag } from '../ui/Tag.stories.tsx'
import { stories as timeBar } from '../ui/TimeBar.stories.tsx'
import { stories as traceLine } from '../ui/TraceLine.stories.tsx'
import { stories as sound } from './SoundBench.stories.tsx'
import type { StoryGroup } from './story.ts'

export const STORY_GROUPS: readonly StoryGroup[] = [
  { component: 'Shape', stories: shape },
  { component: 'Icon', stories: icon },
  { component: 'Button', stories: button },
  { component: 'Keycap', stories: keycap },
  { component: 'TraceLine', stories: traceLine },
  { component: 'ServiceCell', stories: serviceCell },
  { component: 'Chip', stories: chip },
  { component: 'TimeBar', stories: timeBar },
  { component: 'Segments', stories: segments },
  { component: 'Tag', stories: tag },
  { component: 'SimulationMark', stories: simulationMark },
  { component: 'Panel', stories: panel },
  { component: 'Overlay', stories: overlay },
  { component: 'GroupKey', stories: groupKey },
  { component: 'CoverageMark', stories: coverageMark },
  { component: 'ChannelRow', stories: channelRow },
  { component: 'Card', stories: card },
  { component: 'Notice', stories: notice },
  { component: 'DemoPanel', stories: demoPanel },
  { component: 'Sound', stories: sound },
  { component: 'Strip', stories: strip },
  { component: 'Dispatcher', stories: dispatcher },
  { component: 'FaultLine', stories: faultLine },
  { component: 'ChannelsDetail', stories: channelsDetail },
  { component: 'AlarmList', stories: alarmList },
  { component: 'UnitReport', stories: unitReport },
  { component: 'ServiceDetail', stories: serviceDetail },
  { component: 'Settings', stories: settings },
  { component: 'Review', stories: review },
]
